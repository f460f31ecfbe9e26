import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runMain } from '../localstack/backends/run-main.ts';
import { measure } from './measure.ts';
import { benchHelp, benchOptions } from './options.ts';
import { renderFigures } from './report/render-figures.ts';
import { withFigures } from './report/with-figures.ts';
import { projectRoot } from './run-node.ts';

const page = join(projectRoot, 'docs/benchmarks.md');

await runMain(async () => {
  const options = benchOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(`${benchHelp}\n`);
    return 0;
  }
  const figures = await measure(options.only, (line) => {
    process.stderr.write(`${line}\n`);
  });
  const text = renderFigures(figures);
  process.stdout.write(options.json ? `${JSON.stringify(figures, undefined, 2)}\n` : text);
  if (options.write) {
    await writeFile(page, withFigures(await readFile(page, 'utf8'), text));
  }
  return 0;
});
