import { rm } from 'node:fs/promises';
import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import { awsEnvironment, offlineEnvironment } from '../backends/aws-environment.ts';
import { testDirectory } from '../backends/project-paths.ts';
import { type Endpoint, startEndpoint } from '../backends/start-endpoint.ts';
import { stopEndpoint } from '../backends/stop-endpoint.ts';
import { inLanes } from './in-lanes.ts';
import { type StepContext, runStep } from './run-step.ts';
import type { Step, StepResult } from './step.ts';

/** What a run of steps works with. */
export interface VerifyOptions {
  readonly steps: readonly Step[];
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

interface VerifyContext extends StepContext {
  readonly say: (line: string) => void;
}

/** Commands that run side by side; each keeps about one core busy. */
const commandLanes = 2;

/** Runs every step, whatever became of those before it; the local AWS endpoint runs while a step needs it. */
export async function verify({ steps, signal, say }: VerifyOptions): Promise<readonly StepResult[]> {
  const context = { env: offlineEnvironment(), signal, say };
  const deployed = steps.filter(({ needs }) => needs === 'aws-endpoint');
  const plain = steps.filter(({ needs }) => needs !== 'aws-endpoint');
  const commands = plain.filter(({ kind }) => kind === 'command');
  const suites = plain.filter(({ kind }) => kind === 'jest');
  return [
    ...(await inLanes(commands, commandLanes, (step) => timed(step, context))),
    ...(await inLanes(suites, 1, (step) => timed(step, context))),
    ...(deployed.length === 0 ? [] : await runWithEndpoint(deployed, context)),
  ];
}

async function runWithEndpoint(steps: readonly Step[], context: VerifyContext): Promise<readonly StepResult[]> {
  const { signal, say } = context;
  if (signal.aborted) {
    return steps.map(({ name }) => notRun(name, stopped));
  }
  try {
    const started = Date.now();
    const endpoint = await freshEndpoint(say);
    const up = { name: 'endpoint', passed: 1, failed: 0, skipped: 0, seconds: secondsSince(started) };
    say(line(up, endpoint.url));
    const env = awsEnvironment(endpoint.url, context.env);
    return [up, ...(await inLanes(steps, 1, (step) => timed(step, { ...context, env })))];
  } catch (error) {
    if (!(error instanceof PipelineError)) {
      throw error;
    }
    return steps.map(({ name }) => notRun(name, error.message));
  } finally {
    await stopEndpoint(testDirectory);
  }
}

/** Empty, whatever an earlier run left behind. */
async function freshEndpoint(say: (line: string) => void): Promise<Endpoint> {
  await stopEndpoint(testDirectory);
  await rm(testDirectory, { recursive: true, force: true });
  return startEndpoint({ directory: testDirectory, say, owned: true });
}

async function timed(step: Step, { say, env, signal }: VerifyContext): Promise<StepResult> {
  if (isStopped(signal)) {
    return notRun(step.name, stopped);
  }
  const started = Date.now();
  const { output, ...counts } = await runStep(step, { env, signal });
  const result = { name: step.name, ...counts, seconds: secondsSince(started) };
  say(line(result, step.kind === 'jest' ? `${counts.passed} passed, ${counts.failed} failed` : ''));
  // What was stopped half-way has nothing to say.
  if (result.failed > 0 && !isStopped(signal)) {
    say(`${output}\n`);
  }
  return result;
}

/** A call, because a signal may be aborted between two looks at it. */
function isStopped(signal: AbortSignal): boolean {
  return signal.aborted;
}

const stopped = 'the run was stopped';

function notRun(name: string, why: string): StepResult {
  return { name, passed: 0, failed: 0, skipped: 0, seconds: 0, notRun: why };
}

function secondsSince(started: number): number {
  return (Date.now() - started) / 1000;
}

function line({ name, failed, seconds }: StepResult, note: string): string {
  const mark = failed === 0 ? 'ok    ' : 'FAILED';
  return `${mark} ${name.padEnd(12)} ${`${seconds.toFixed(1)} s`.padStart(8)}  ${note}`.trimEnd();
}
