import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PipelineError } from '../lambdas/contracts/errors/pipeline-error.ts';
import { measure } from './measure.ts';
import { benchHelp, benchOptions } from './options.ts';
import { renderFigures } from './report/render-figures.ts';
import { withFigures } from './report/with-figures.ts';
import { projectRoot } from './run-node.ts';

const page = join(projectRoot, 'docs/benchmarks.md');

async function run(): Promise<void> {
  const options = benchOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(`${benchHelp}\n`);
    return;
  }
  const figures = await measure(options.only, (line) => {
    process.stderr.write(`${line}\n`);
  });
  const text = renderFigures(figures);
  process.stdout.write(options.json ? `${JSON.stringify(figures, undefined, 2)}\n` : text);
  if (options.write) {
    await writeFile(page, withFigures(await readFile(page, 'utf8'), text));
  }
}

try {
  await run();
} catch (cause) {
  const usage = cause instanceof PipelineError && cause.code === 'input-invalid';
  const { message, stack = '' } = cause instanceof Error ? cause : new TypeError(String(cause));
  process.stderr.write(usage ? `error: ${message}\nrun with --help for the options\n` : `error: ${stack}\n`);
  process.exitCode = usage ? 2 : 1;
}
