import type { ParseArgsConfig } from 'node:util';
import type { PipelineDefinition } from '../../lambdas/contracts/definition/pipeline-definition.ts';
import type { EventType } from '../../lambdas/contracts/events/event-type.ts';
import type { ProgressStream } from '../../localstack/report/progress-bar.ts';
import type { ExitCode } from '../command/exit-codes.ts';
import type { Files } from './files.ts';

/** What the commands about messages run in. */
export interface MessagesHost {
  readonly definition: PipelineDefinition;
  /** Every type that is written anywhere: those that the pipeline carries, and those that stay in streams. */
  readonly types: readonly EventType[];
  readonly files: Files;
  /** Takes what was asked for. */
  readonly output: ProgressStream;
  /** Takes faults and what was done. */
  readonly progress: ProgressStream;
}

/** The values of a command's options. */
export type OptionValues = Readonly<Record<string, unknown>>;

/** One of the commands about messages. */
export interface MessagesCommand {
  readonly help: string;
  readonly options: NonNullable<ParseArgsConfig['options']>;
  readonly run: (values: OptionValues, host: MessagesHost) => Promise<ExitCode>;
}

/** A text among options; undefined when it is not given. */
export function textAmong(values: OptionValues, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}
