import type { Channel, ConsumeMessage } from 'amqplib';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { RabbitConnection } from './rabbit-connection.ts';
import { readReply } from './rpc-reply.ts';

/** What calling through RabbitMQ works with. */
export interface RabbitCallerDependencies {
  readonly connection: Pick<RabbitConnection, 'channel'>;
  /** The queue of requests. @default rpc_queue */
  readonly queue?: string;
  /** A new id for each call. */
  readonly newId: () => string;
  /** Resolves after so many milliseconds, or when `signal` aborts. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Seconds for which a reply is waited for. @default 10 */
  readonly timeoutSeconds?: number;
}

/** Calls a responder and waits for its reply. */
export interface RabbitCaller {
  /**
   * The reply to one request.
   *
   * @throws PipelineError `result-missing` (retryable) when none came in time or the connection broke: the call may
   * have been done all the same; and `input-invalid` with the responder's reason when it refused.
   */
  call(request: string): Promise<string>;
  close(): Promise<void>;
}

interface Caller {
  readonly waiting: Map<string, (reply: ConsumeMessage | undefined) => void>;
  channel: Promise<Channel> | undefined;
}

/** The name that lets the broker hand a reply to the channel of its caller, without a queue between. */
const directReplyTo = 'amq.rabbitmq.reply-to';

/**
 * Makes a caller that knows the replies by their correlation ids; a reply that comes too late is ignored.
 *
 * A request whose caller waits no more expires in its queue.
 *
 * Source: https://www.rabbitmq.com/docs/direct-reply-to
 */
export function createRabbitCaller(dependencies: RabbitCallerDependencies): RabbitCaller {
  const { newId, queue = 'rpc_queue', sleep, timeoutSeconds = 10 } = dependencies;
  const caller: Caller = { waiting: new Map(), channel: undefined };
  return {
    call: async (request) => {
      const correlationId = newId();
      const channel = await (caller.channel ??= openChannel(dependencies.connection, caller));
      const over = new AbortController();
      const reply = await Promise.race([
        new Promise<ConsumeMessage | undefined>((resolve) => {
          caller.waiting.set(correlationId, resolve);
          const expiration = timeoutSeconds * 1000;
          channel.sendToQueue(queue, Buffer.from(request), { correlationId, replyTo: directReplyTo, expiration });
        }),
        sleep(timeoutSeconds * 1000, over.signal).then(() => undefined),
      ]);
      over.abort();
      caller.waiting.delete(correlationId);
      if (reply === undefined) {
        throw new PipelineError(`a reply of "${queue}" must come within ${timeoutSeconds} s, got none`, {
          code: 'result-missing',
          retryable: true,
        });
      }
      return readReply(reply, queue);
    },
    close: async () => {
      const channel = await caller.channel?.catch(() => undefined);
      await channel?.close().catch(() => undefined);
    },
  };
}

async function openChannel(connection: Pick<RabbitConnection, 'channel'>, caller: Caller): Promise<Channel> {
  try {
    const channel = await connection.channel();
    channel.on('error', () => undefined);
    channel.on('close', () => {
      caller.channel = undefined;
      // Replies come to the channel that asked, so with it they are gone.
      caller.waiting.forEach((resolve) => {
        resolve(undefined);
      });
    });
    const take = (reply: ConsumeMessage | null): void => {
      caller.waiting.get(String(reply?.properties.correlationId))?.(reply ?? undefined);
    };
    await channel.consume(directReplyTo, take, { noAck: true });
    return channel;
  } catch (error) {
    caller.channel = undefined;
    throw error;
  }
}
