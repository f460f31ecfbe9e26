import type { JetStreamManager } from '@nats-io/jetstream';

/** How far a consumer is behind its stream. */
export interface NatsLag {
  /** Messages that nobody was given. */
  readonly waiting: number;
  /** Messages that were given to a worker and not acknowledged. */
  readonly pending: number;
  /** Those of `pending` that were given more than once. */
  readonly redelivered: number;
}

/** How far a consumer is behind; rejects when there is no such stream or consumer. */
export async function lagOf(
  manager: Pick<JetStreamManager, 'consumers'>,
  stream: string,
  consumer: string,
): Promise<NatsLag> {
  const { num_pending, num_ack_pending, num_redelivered } = await manager.consumers.info(stream, consumer);
  return { waiting: num_pending, pending: num_ack_pending, redelivered: num_redelivered };
}
