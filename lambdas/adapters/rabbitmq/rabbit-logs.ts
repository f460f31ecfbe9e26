import type { ConfirmedSender } from './confirmed-sender.ts';
import { createConfirmedSender } from './confirmed-sender.ts';
import type { RabbitConnection } from './rabbit-connection.ts';

/** What publishing to everybody who listens works with. */
export interface RabbitLogsDependencies {
  readonly connection: RabbitConnection;
  /** The fanout exchange. @default logs */
  readonly exchange?: string;
}

/** One line for everybody who listens at this moment. */
export interface RabbitLogs {
  /** Answers whether the broker took it; nobody has to listen. */
  publish(line: string): Promise<boolean>;
  /** Takes lines from now on, until what it answers is called. */
  subscribe(listen: (line: string) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/**
 * Makes a feed: a fanout exchange that copies each line to a queue of every listener, which ends with the listener.
 *
 * At most once: who does not listen, or whose connection broke, never sees a line, so it is for watching and never for
 * work.
 */
export function createRabbitLogs({ connection, exchange = 'logs' }: RabbitLogsDependencies): RabbitLogs {
  const sender: ConfirmedSender = createConfirmedSender(connection);
  const declared = declareExchange(connection, exchange);
  declared.catch(() => undefined);
  return {
    publish: async (line) => {
      await declared;
      const options = { messageId: '', contentType: 'text/plain' };
      const sent = await sender.send({ exchange, routingKey: '', body: Buffer.from(line), options });
      return sent.state === 'confirmed';
    },
    subscribe: async (listen) => {
      await declared;
      const channel = await connection.channel();
      channel.on('error', () => undefined);
      const { queue } = await channel.assertQueue('', { exclusive: true, autoDelete: true });
      await channel.bindQueue(queue, exchange, '');
      const listening = (message: { readonly content: Buffer } | null): void => {
        if (message !== null) {
          listen(message.content.toString('utf8'));
        }
      };
      await channel.consume(queue, listening, { noAck: true });
      return () => channel.close().catch(() => undefined);
    },
    close: () => sender.close(),
  };
}

async function declareExchange(connection: Pick<RabbitConnection, 'channel'>, exchange: string): Promise<void> {
  const channel = await connection.channel();
  channel.on('error', () => undefined);
  await channel.assertExchange(exchange, 'fanout', { durable: true });
  await channel.close();
}
