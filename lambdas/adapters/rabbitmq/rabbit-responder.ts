import type { Channel, ConsumeMessage, Options } from 'amqplib';
import type { RabbitConnection } from './rabbit-connection.ts';
import { refusedReply } from './rpc-reply.ts';

/** What responding through RabbitMQ works with. */
export interface RabbitResponderDependencies {
  readonly connection: Pick<RabbitConnection, 'channel'>;
  /** The queue of requests. @default rpc_queue */
  readonly queue?: string;
  /** Answers a request; what it throws is told to the caller as its reason. */
  readonly respond: (request: string) => Promise<string>;
  /** Requests that are answered at the same time. @default 10 */
  readonly prefetch?: number;
}

/** How the queue of requests is declared by whoever makes it first. */
export const callQueueOptions: Options.AssertQueue = { durable: true };

/**
 * Answers requests until what it answers is called.
 *
 * A request is acknowledged after its reply was sent: when the responder dies in between, another one answers again, so
 * `respond` has to bear being asked twice. It does not begin anew by itself when the connection breaks.
 */
export async function startRabbitResponder(dependencies: RabbitResponderDependencies): Promise<() => Promise<void>> {
  const { connection, queue = 'rpc_queue', prefetch = 10 } = dependencies;
  const channel = await connection.channel();
  channel.on('error', () => undefined);
  await channel.assertQueue(queue, callQueueOptions);
  await channel.prefetch(prefetch);
  await channel.consume(queue, (request) => {
    if (request !== null) {
      void answer(channel, request, dependencies);
    }
  });
  return () => channel.close().catch(() => undefined);
}

async function answer(
  channel: Channel,
  request: ConsumeMessage,
  { respond }: RabbitResponderDependencies,
): Promise<void> {
  const reply = await respond(request.content.toString('utf8')).then(
    (text) => ({ text, type: 'reply' }),
    (error: unknown) => ({ text: error instanceof Error ? error.message : 'refused', type: refusedReply }),
  );
  const replyTo: unknown = request.properties.replyTo;
  try {
    if (typeof replyTo === 'string') {
      const correlationId = String(request.properties.correlationId);
      channel.sendToQueue(replyTo, Buffer.from(reply.text), { correlationId, type: reply.type });
    }
    channel.ack(request);
  } catch {
    // The channel is gone, and the broker gives the request to another responder.
  }
}
