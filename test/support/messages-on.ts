import type { MessagesHost } from '../../console/messages/messages-command.ts';
import { runMessages } from '../../console/messages/run-messages.ts';
import type { EventType } from '../../lambdas/contracts/events/event-type.ts';
import { coreOrders } from '../../lambdas/contracts/orders/core-orders.ts';
import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import { memoryFiles } from './memory-files.ts';

/** What a command about messages left behind. */
export interface MessagesAnswer {
  readonly code: number;
  readonly output: string;
  /** Output, progress and error, as a terminal shows them. */
  readonly screen: string;
}

/** A project in memory, on which the commands about messages are run as they are typed. */
export interface MessagesRig {
  readonly files: ReturnType<typeof memoryFiles>;
  run(command: string, types?: readonly EventType[]): Promise<MessagesAnswer>;
}

/** Opens a project that has some types and nothing recorded. */
export function messagesRig(declared: readonly EventType[]): MessagesRig {
  const files = memoryFiles({ 'package.json': JSON.stringify({ version: '0.1.0' }) });
  return {
    files,
    async run(command, types = declared) {
      const said = { output: '', screen: '' };
      const host: MessagesHost = {
        ...{ definition: coreOrders, types, files },
        output: {
          write: (text) => {
            said.output += text;
            said.screen += text;
          },
        },
        progress: {
          write: (text) => {
            said.screen += text;
          },
        },
      };
      const code = await coded(command, host);
      return typeof code === 'number' ? { code, ...said } : { code: 2, ...said, screen: `${said.screen}${code}\n` };
    },
  };
}

/** The exit code, or what is said of words and options that are wrong. */
async function coded(command: string, host: MessagesHost): Promise<number | string> {
  try {
    return await runMessages(command.split(' '), host);
  } catch (cause) {
    if (cause instanceof PipelineError && cause.code === 'input-invalid') {
      return cause.message;
    }
    throw cause;
  }
}
