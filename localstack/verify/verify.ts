import { rm } from 'node:fs/promises';
import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import { awsEnvironment } from '../backends/aws-environment.ts';
import { testDirectory } from '../backends/project-paths.ts';
import { type Endpoint, startEndpoint } from '../backends/start-endpoint.ts';
import { stopEndpoint } from '../backends/stop-endpoint.ts';
import { type StepContext, runStep } from './run-step.ts';
import type { Step, StepResult } from './step.ts';

/** What a run of all steps works with. */
export interface VerifyOptions {
  readonly steps: readonly Step[];
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** Runs every step, whatever became of those before it; the local AWS endpoint runs while a step needs it. */
export async function verify({ steps, signal, say }: VerifyOptions): Promise<readonly StepResult[]> {
  const plain = steps.filter(({ needs }) => needs === 'nothing');
  const deployed = steps.filter(({ needs }) => needs === 'aws-endpoint');
  const context = { env: process.env, signal, say };
  const results = await runInTurn(plain, context);
  return deployed.length === 0 ? results : [...results, ...(await runWithEndpoint(deployed, context))];
}

async function runWithEndpoint(steps: readonly Step[], context: StepContext): Promise<readonly StepResult[]> {
  const { signal, say } = context;
  if (signal.aborted) {
    return steps.map(({ name }) => notRun(name, 'the run was stopped'));
  }
  try {
    const endpoint = await freshEndpoint(say);
    const started = { name: 'backends', passed: 1, failed: 0, skipped: 0 };
    return [started, ...(await runInTurn(steps, { ...context, env: awsEnvironment(endpoint.url) }))];
  } catch (error) {
    if (!(error instanceof PipelineError)) {
      throw error;
    }
    say(`failed: ${error.message}`);
    return steps.map(({ name }) => notRun(name, error.message));
  } finally {
    await stopEndpoint(testDirectory);
  }
}

/** Empty, whatever an earlier run left behind. */
async function freshEndpoint(say: (line: string) => void): Promise<Endpoint> {
  say('> backends');
  await stopEndpoint(testDirectory);
  await rm(testDirectory, { recursive: true, force: true });
  const endpoint = await startEndpoint({ directory: testDirectory, say, owned: true });
  say(`  ok: the local AWS endpoint answers on ${endpoint.url}`);
  return endpoint;
}

async function runInTurn(steps: readonly Step[], context: StepContext): Promise<readonly StepResult[]> {
  const results: StepResult[] = [];
  for (const step of steps) {
    results.push(context.signal.aborted ? notRun(step.name, 'the run was stopped') : await timed(step, context));
  }
  return results;
}

async function timed(step: Step, context: StepContext): Promise<StepResult> {
  context.say(`> ${step.name}`);
  const started = Date.now();
  const result = await runStep(step, context);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const count = step.kind === 'jest' ? `: ${result.passed} passed, ${result.failed} failed` : '';
  context.say(`  ${result.failed === 0 ? 'ok' : 'FAILED'}${count} (${seconds} s)`);
  return result;
}

function notRun(name: string, why: string): StepResult {
  return { name, passed: 0, failed: 0, skipped: 0, notRun: why };
}
