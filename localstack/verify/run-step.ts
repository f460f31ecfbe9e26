import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localDirectory, projectRoot } from '../backends/project-paths.ts';
import { runCommand } from '../backends/run-command.ts';
import { jestCounts } from './jest-counts.ts';
import type { Step, StepCounts } from './step.ts';

/** What a step is run with. */
export interface StepContext {
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

/** What a step counted and printed. */
export interface StepRun extends StepCounts {
  /** What it printed, as far as it helps to see what failed; all of it is in `.local/verify/`. */
  readonly output: string;
}

const directory = join(localDirectory, 'verify');

/** Runs a step to its end. */
export async function runStep(step: Step, { env, signal }: StepContext): Promise<StepRun> {
  await mkdir(directory, { recursive: true });
  const { code, output } = await (step.kind === 'jest' ? runJest : runScript)(step, { env, signal });
  await writeFile(join(directory, `${step.name}.log`), output);
  if (step.kind === 'command') {
    return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, output: output.trimEnd() };
  }
  const report = await readJson(reportOf(step));
  return {
    ...jestCounts({ report, exitCode: code }),
    output: failuresIn(output),
  };
}

async function runScript({ script }: Step, { env, signal }: StepContext): ReturnType<typeof runCommand> {
  const [file = '', ...args] = script;
  return runCommand(process.execPath, [join(projectRoot, 'node_modules', file), ...args], {
    cwd: projectRoot,
    signal,
    env: { ...env, CDK_DISABLE_CLI_TELEMETRY: 'true' },
  });
}

async function runJest(step: Step, { env, signal }: StepContext): ReturnType<typeof runCommand> {
  const report = reportOf(step);
  await rm(report, { force: true });
  const more = ['--json', `--outputFile=${report}`, `--cacheDirectory=${join(localDirectory, 'jest')}`];
  // Every app of the CDK that a test makes writes into a folder of its own, and leaves it there.
  const temporary = await mkdtemp(join(tmpdir(), 'verify-'));
  const settings = {
    NODE_OPTIONS: '--experimental-vm-modules --no-warnings',
    // The template validator takes ten times as long as the constructs; the suite that is about it switches it on.
    CDK_VALIDATION: 'false',
    TMPDIR: temporary,
  };
  try {
    return await runScript({ ...step, script: [...step.script, ...more] }, { signal, env: { ...env, ...settings } });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

function reportOf({ name }: Step): string {
  return join(directory, `${name}.json`);
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Leaves out of what jest says the files that passed and where it wrote its report, and what it says twice. */
function failuresIn(output: string): string {
  const summary = output.indexOf('\nSummary of all failing tests');
  return output
    .slice(Math.max(summary, 0))
    .replace(/^(?:PASS |Test results written to: ).*\n?/gmu, '')
    .trim();
}
