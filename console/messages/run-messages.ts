import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import { optionsOf } from '../../localstack/backends/options-of.ts';
import { type ExitCode, exitCodes } from '../command/exit-codes.ts';
import { asyncApiCommand } from './asyncapi-command.ts';
import type { MessagesCommand, MessagesHost } from './messages-command.ts';
import { schemasCheck } from './schemas-check.ts';
import { schemasCommand } from './schemas-command.ts';
import { schemasRecord } from './schemas-record.ts';

/** The commands about messages by the words that choose them. */
export const messagesCommands: Readonly<Record<string, MessagesCommand>> = {
  asyncapi: asyncApiCommand,
  schemas: schemasCommand,
  'schemas record': schemasRecord,
  'schemas check': schemasCheck,
};

/**
 * Runs one command and answers its exit code.
 *
 * @throws PipelineError `input-invalid` for words or options that it does not know, `definition-invalid` for a message
 * that cannot be described.
 */
export async function runMessages(args: readonly string[], host: MessagesHost): Promise<ExitCode> {
  const end = args.findIndex((word) => word.startsWith('-'));
  const words = (end < 0 ? args : args.slice(0, end)).join(' ');
  const command = Object.hasOwn(messagesCommands, words) ? messagesCommands[words] : undefined;
  if (command === undefined) {
    throw new PipelineError(`pipeline must be given ${Object.keys(messagesCommands).join(' or ')}, got "${words}"`, {
      code: 'input-invalid',
    });
  }
  const options = { ...command.options, help: { type: 'boolean' } } as const;
  const values = optionsOf(options, end < 0 ? [] : args.slice(end));
  if (values.help === true) {
    host.output.write(`${command.help}\n`);
    return exitCodes.done;
  }
  return command.run(values, host);
}
