import type { RabbitConnection } from './rabbit-connection.ts';

/**
 * Messages of a queue that nobody was given; what was given and not acknowledged the broker does not tell over AMQP.
 *
 * Rejects when there is no such queue.
 */
export async function lagOf(connection: Pick<RabbitConnection, 'channel'>, queue: string): Promise<number> {
  const channel = await connection.channel();
  // A queue that is not there closes the channel; the question tells that by rejecting.
  channel.on('error', () => undefined);
  const { messageCount } = await channel.checkQueue(queue);
  await channel.close();
  return messageCount;
}
