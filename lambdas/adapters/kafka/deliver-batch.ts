import type { Clock } from '../../core/ports/clock.ts';
import type { Backoff } from '../../core/ports/backoff.ts';
import type { FailedKeys } from './failed-keys.ts';
import type { KafkaAnswer, KafkaSend } from './kafka-send.ts';
import type { OutgoingRecord } from './outgoing-record.ts';

/** What delivering works with. */
export interface DeliverDependencies {
  readonly send: Pick<KafkaSend, 'send'>;
  readonly clock: Clock;
  readonly backoff: Backoff;
}

/** Where a batch goes and until when, in milliseconds since the epoch, it may be tried. */
export interface Delivery {
  readonly topic: string;
  readonly partition: number;
  readonly deadline: number;
  readonly failures: FailedKeys;
}

/**
 * Sends records of one partition until its leader has them or the deadline is past; never rejects.
 *
 * A batch that is too large as a whole is sent in halves; the record that is too large by itself fails.
 */
export async function deliverBatch(
  dependencies: DeliverDependencies,
  records: readonly OutgoingRecord[],
  delivery: Delivery,
): Promise<void> {
  const sendable = records.filter(({ message }) => delivery.failures.admits(message));
  if (sendable.length === 0) {
    return;
  }
  const answer = await sendUntil(dependencies, sendable, delivery);
  if (answer.accepted) {
    return;
  }
  if (answer.tooLarge && sendable.length > 1) {
    const half = Math.ceil(sendable.length / 2);
    await deliverBatch(dependencies, sendable.slice(0, half), delivery);
    await deliverBatch(dependencies, sendable.slice(half), delivery);
    return;
  }
  const reason = answer.tooLarge ? `message-too-large: topic "${delivery.topic}" takes less` : answer.reason;
  sendable.forEach(({ message }) => {
    delivery.failures.fail(message, reason);
  });
}

async function sendUntil(
  { send, clock, backoff }: DeliverDependencies,
  records: readonly OutgoingRecord[],
  { topic, partition, deadline }: Delivery,
): Promise<KafkaAnswer> {
  const batch = { topic, partition, records: records.map(({ record }) => record) };
  for (let attempt = 1; ; attempt += 1) {
    const answer = await send.send(batch);
    if (answer.accepted || !answer.retryable || clock.now() >= deadline) {
      return answer;
    }
    await backoff.wait(attempt);
  }
}
