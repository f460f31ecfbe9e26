import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { localDirectory, projectRoot } from '../backends/project-paths.ts';
import { runCommand } from '../backends/run-command.ts';
import { jestCounts } from './jest-counts.ts';
import type { Step, StepResult } from './step.ts';

/** What a step is run with. */
export interface StepContext {
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** Takes the output of a step that failed; the whole of it is in `.local/verify/` in any case. */
  readonly say: (line: string) => void;
}

const directory = join(localDirectory, 'verify');

/** Runs a step to its end; its output is shown only when something failed. */
export async function runStep(step: Step, { env, signal, say }: StepContext): Promise<StepResult> {
  await mkdir(directory, { recursive: true });
  const file = step.name.replace(/\W+/gu, '-');
  const report = join(directory, `${file}.json`);
  await rm(report, { force: true });
  const isJest = step.kind === 'jest';
  const [script = '', ...args] = step.script;
  const { code, output } = await runCommand(
    process.execPath,
    [join(projectRoot, 'node_modules', script), ...args, ...(isJest ? ['--json', `--outputFile=${report}`] : [])],
    { cwd: projectRoot, signal, env: isJest ? jestEnvironment(env) : env },
  );
  await writeFile(join(directory, `${file}.log`), output);
  const counts = isJest
    ? jestCounts(await readJson(report), code)
    : { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  if (counts.failed > 0) {
    say(withoutReport(output).trimEnd());
  }
  return { name: step.name, ...counts };
}

function jestEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    ...env,
    NODE_OPTIONS: '--experimental-vm-modules --no-warnings',
    // The template validator takes ten times as long as the constructs; the suite that is about it switches it on.
    CDK_VALIDATION: 'false',
  };
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as unknown;
  } catch {
    return undefined;
  }
}

/** Jest says where it wrote its report, which is of no use to anybody here. */
function withoutReport(output: string): string {
  return output.replace(/^Test results written to: .*$/gmu, '');
}
