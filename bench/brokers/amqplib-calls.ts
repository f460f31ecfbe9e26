import type { Channel, ConfirmChannel } from 'amqplib';
import type { OutgoingMessage } from '../../lambdas/core/ports/publisher.ts';

/** Sends persistent messages with amqplib alone, and waits until the broker has confirmed all of them. */
export async function sendToQueue(
  channel: ConfirmChannel,
  queue: string,
  messages: readonly OutgoingMessage[],
): Promise<void> {
  for (const { id, type, body } of messages) {
    channel.publish('', queue, Buffer.from(body), { persistent: true, mandatory: true, messageId: id, type });
  }
  await channel.waitForConfirms();
}

/** What is taken, and how. */
export interface Taking {
  readonly queue: string;
  readonly prefetch: number;
  readonly settled: (messages: number) => void;
}

/** Takes and acknowledges each message with amqplib alone: parses its JSON, and checks nothing. */
export async function takeFromQueue(channel: Channel, { queue, prefetch, settled }: Taking): Promise<void> {
  await channel.prefetch(prefetch);
  await channel.consume(queue, (message) => {
    if (message !== null) {
      JSON.parse(message.content.toString('utf8'));
      channel.ack(message);
      settled(1);
    }
  });
}
