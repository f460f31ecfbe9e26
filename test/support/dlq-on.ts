import type { Operations } from '../../console/dlq/operations.ts';
import { runDlq } from '../../console/dlq/run-dlq.ts';
import { type CommandAnswer, type CommandOptions, commandOn } from './command-on.ts';

/** Runs a command on dead letters. */
export function dlqOn(
  operations: Operations,
  command: string | readonly string[],
  options?: CommandOptions,
): Promise<CommandAnswer> {
  return commandOn({ runRoom: runDlq, operations }, command, options);
}
