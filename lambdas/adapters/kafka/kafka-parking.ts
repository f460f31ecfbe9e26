import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { SourceRecord } from '../../core/consume/source-record.ts';
import type { Backoff } from '../../core/ports/backoff.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Parking } from '../../core/ports/parking.ts';
import type { KafkaAnswer, KafkaSend } from './kafka-send.ts';
import { letterOf } from './letter-of.ts';
import { partitionOf } from './partition-of.ts';
import { createTopicPartitions } from './topic-partitions.ts';

/** What parking works with. */
export interface KafkaParkingDependencies {
  readonly send: KafkaSend;
  /** Where dead letters go. */
  readonly deadLetterTopic: string;
  readonly clock: Clock;
  /** Pauses between tries. */
  readonly backoff: Backoff;
  /** For how long a record is tried, in milliseconds. @default 10000 */
  readonly deliveryMs?: number;
}

/**
 * Makes a parking in a dead-letter topic: key and bytes as they came, reason and origin as headers.
 *
 * Letters of one key keep their order. `park` throws PipelineError `publish-failed` (retryable unless the brokers can
 * never take the record) when it is not kept.
 */
export function createKafkaParking(dependencies: KafkaParkingDependencies): Parking {
  const { send, deadLetterTopic: topic, clock, backoff, deliveryMs = 10_000 } = dependencies;
  const partitions = createTopicPartitions(dependencies);
  return {
    park: async (record, reason) => {
      const deadline = clock.now() + deliveryMs;
      const count = await partitions.count(topic, deadline);
      if (typeof count === 'string') {
        throw notParked(record, { accepted: false, reason: count, retryable: true, tooLarge: false });
      }
      const partition = partitionOf(record.group ?? record.id, count);
      for (let attempt = 1; ; attempt += 1) {
        const answer = await send.send({ topic, partition, records: [letterOf(record, reason)] });
        if (answer.accepted) {
          return;
        }
        if (!answer.retryable || clock.now() >= deadline) {
          throw notParked(record, answer);
        }
        await backoff.wait(attempt);
      }
    },
  };
}

function notParked({ id }: SourceRecord, answer: Extract<KafkaAnswer, { accepted: false }>): PipelineError {
  return new PipelineError(`the dead-letter topic must take record "${id}", got ${answer.reason}`, {
    code: 'publish-failed',
    retryable: answer.retryable,
  });
}
