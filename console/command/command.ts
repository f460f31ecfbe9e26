import type { ProgressStream } from '../../localstack/report/progress-bar.ts';
import type { ExitCode } from './exit-codes.ts';
import type { OptionTypes, ParsedOptions } from './parse-options.ts';

/** What a command may use while it runs; `Operations`: what its room works on. */
export interface CommandRun<Operations> {
  readonly operations: Operations;
  /** Who asks; goes into the audit records. */
  readonly by: string;
  /** Aborted by Ctrl-C; the command then ends at the next safe point. */
  readonly signal: AbortSignal;
  /** Takes what is said while the command runs; its result follows. */
  readonly output: ProgressStream;
  readonly progress: ProgressStream;
  readonly readText: (path: string) => Promise<string>;
  /** What to type for another command of the room on the same deployment: `commandFor('redrive', 'orders')`. */
  readonly commandFor: (...words: readonly string[]) => string;
}

/** What a command has to say: the same as lines for people and as JSON for programs. */
export interface CommandResult {
  readonly code: ExitCode;
  readonly text: readonly string[];
  /** Undefined when all was said while it ran. */
  readonly json: unknown;
}

/** One of the operator's commands. */
export interface Command<Operations> {
  readonly help: string;
  readonly options: OptionTypes;
  /**
   * Checks the options before anything is opened.
   *
   * @throws PipelineError `input-invalid` for options that are wrong, at once or when it runs.
   */
  readonly prepare: (options: ParsedOptions) => (run: CommandRun<Operations>) => Promise<CommandResult>;
}
