import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import { type ProgressStream } from '../report/progress-bar.ts';
import { renderReport } from '../report/render-report.ts';
import type { RunReport } from '../report/run-report.ts';
import { type RunOptions, runOptions } from './run-options.ts';
import { interruption } from './interruption.ts';

/** What a run may use of its process. */
export interface RunProcess {
  readonly progress: ProgressStream;
  /** Aborted by Ctrl-C; the run then ends at the next safe point. */
  readonly signal: AbortSignal;
}

/** A command that runs orders through the pipeline and reports. */
export interface RunCommand {
  readonly help: string;
  readonly defaultLimit?: number;
  readonly run: (options: RunOptions, process: RunProcess) => Promise<RunReport>;
}

/** Exit codes of a run. */
export const exitCodes = { ok: 0, broken: 1, usage: 2, interrupted: 130 } as const;

/** Runs a command with this process's arguments and streams, and sets its exit code. */
export async function runCommand({ help, defaultLimit, run }: RunCommand): Promise<void> {
  try {
    const options = runOptions(process.argv.slice(2), { limit: defaultLimit });
    if (options.help) {
      process.stdout.write(`${help}\n`);
      return;
    }
    const report = await run(options, {
      progress: process.stderr,
      signal: interruption('the current turn ends first'),
    });
    process.stdout.write(options.json ? `${JSON.stringify(report, undefined, 2)}\n` : renderReport(report));
    if (report.interrupted) {
      process.stderr.write(`${interruptedNote(report)}\n`);
    }
    process.exitCode = exitCodeOf(report);
  } catch (cause) {
    failed(cause);
  }
}

function failed(cause: unknown): void {
  const usage = cause instanceof PipelineError && cause.code === 'input-invalid';
  const { message, stack = '' } = cause instanceof Error ? cause : new TypeError(String(cause));
  process.stderr.write(usage ? `error: ${message}\nrun with --help for the options\n` : `error: ${stack}\n`);
  process.exitCode = usage ? exitCodes.usage : exitCodes.broken;
}

function exitCodeOf(report: RunReport): number {
  if (report.interrupted) {
    return exitCodes.interrupted;
  }
  return report.invariants.every(({ holds }) => holds) ? exitCodes.ok : exitCodes.broken;
}

function interruptedNote({ orders, queues }: RunReport): string {
  const waiting = queues.filter((queue) => queue.waiting + queue.inFlight > 0);
  const where = waiting.map(({ name, waiting: shown, inFlight }) => `${name} ${shown} waiting, ${inFlight} in flight`);
  return `interrupted: ${orders.inFlight} of ${orders.accepted} accepted orders had not ended (${where.join('; ') || 'no message waits'})`;
}
