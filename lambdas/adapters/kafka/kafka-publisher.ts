import type { Backoff } from '../../core/ports/backoff.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { OutgoingMessage, Publisher } from '../../core/ports/publisher.ts';
import { deliverBatch } from './deliver-batch.ts';
import { createFailedKeys, type FailedKeys } from './failed-keys.ts';
import type { KafkaSend } from './kafka-send.ts';
import { outgoingRecord, type OutgoingRecord } from './outgoing-record.ts';
import { packRecords } from './pack-records.ts';
import { partitionOf } from './partition-of.ts';
import { createSerialLanes } from './serial-lanes.ts';
import { type RoutedRecord, sendWaves } from './send-waves.ts';
import { createTopicPartitions } from './topic-partitions.ts';
import { groupBy } from '../../contracts/group-by.ts';

/**
 * Defaults: what a broker takes in one batch (`message.max.bytes` is 1048588) with room for the batch's own head, and
 * the Java client's `delivery.timeout.ms`.
 */
export const kafkaPublishDefaults = { maxBatchBytes: 1_000_000, deliveryMs: 120_000 } as const;

/** What a publisher to Kafka works with. */
export interface KafkaPublisherDependencies {
  readonly send: KafkaSend;
  /** The topic of a message. */
  readonly destinationOf: (message: OutgoingMessage) => string;
  readonly clock: Clock;
  /** Pauses between tries of a batch. */
  readonly backoff: Backoff;
  /** Most bytes of a batch before compression, and of one message. @default kafkaPublishDefaults.maxBatchBytes */
  readonly maxBatchBytes?: number;
  /** For how long a message is tried; one try more may end after it. @default kafkaPublishDefaults.deliveryMs */
  readonly deliveryMs?: number;
  /**
   * How many partitions a topic must have: with another number keys would move, and their order would break there, so
   * nothing is sent. Undefined for a topic of which nothing is known. @default whatever the topic has
   */
  readonly partitionsOf?: (topic: string) => number | undefined;
}

/** A publisher whose messages can be waited for. */
export interface KafkaPublisher extends Publisher {
  /** Resolves when nothing is being published any more. */
  flush(): Promise<void>;
  /** Flushes and ends the connections; to be called when nothing publishes any more. */
  close(): Promise<void>;
}

/**
 * Makes the publisher to Kafka topics.
 *
 * Chooses the partition of each key itself, as the Java client does, and sends one partition per request: clients that
 * retry a call over several partitions lose or double records when a broker dies. Requests of a partition follow each
 * other, also between calls of `publish`; those of different partitions run at the same time.
 */
export function createKafkaPublisher(dependencies: KafkaPublisherDependencies): KafkaPublisher {
  const { send, clock, deliveryMs = kafkaPublishDefaults.deliveryMs } = dependencies;
  const lanes = createSerialLanes();
  const partitions = createTopicPartitions(dependencies);
  const publishWave = async (wave: readonly RoutedRecord[], failures: FailedKeys, deadline: number): Promise<void> => {
    const byTopic = groupBy(wave, ({ topic }) => topic);
    await Promise.all(
      [...byTopic].map(async ([topic, records]) => {
        const count = await partitions.count(topic, deadline);
        if (typeof count === 'string') {
          records.forEach(({ message }) => {
            failures.fail(message, count);
          });
          return;
        }
        await publishTopic({ ...dependencies, lanes }, { topic, records, count, failures, deadline });
      }),
    );
  };
  const publish: Publisher['publish'] = async (messages) => {
    const failures = createFailedKeys();
    const deadline = clock.now() + deliveryMs;
    const routed = messages.map((message) => ({
      ...outgoingRecord(message),
      topic: dependencies.destinationOf(message),
    }));
    for (const wave of sendWaves(routed)) {
      await publishWave(wave, failures, deadline);
    }
    return { failed: failures.failed() };
  };
  return flushable(publish, send);
}

function flushable(publish: Publisher['publish'], send: KafkaSend): KafkaPublisher {
  const publishing = new Set<Promise<unknown>>();
  const flush = async (): Promise<void> => {
    while (publishing.size > 0) {
      await Promise.allSettled(publishing);
    }
  };
  return {
    publish: async (messages) => {
      const running = publish(messages);
      publishing.add(running);
      try {
        return await running;
      } finally {
        publishing.delete(running);
      }
    },
    flush,
    close: async () => {
      await flush();
      await send.close();
    },
  };
}

interface TopicWork {
  readonly topic: string;
  readonly records: readonly RoutedRecord[];
  readonly count: number;
  readonly failures: FailedKeys;
  readonly deadline: number;
}

async function publishTopic(
  dependencies: KafkaPublisherDependencies & { readonly lanes: ReturnType<typeof createSerialLanes> },
  { topic, records, count, failures, deadline }: TopicWork,
): Promise<void> {
  const { lanes, maxBatchBytes = kafkaPublishDefaults.maxBatchBytes } = dependencies;
  const byPartition = groupBy(records, ({ message }) => partitionOf(message.key, count));
  await Promise.all(
    [...byPartition].map(([partition, ordered]) =>
      lanes.run(`${topic}-${partition}`, async () => {
        for (const batch of packRecords(fitting(ordered, failures, maxBatchBytes), maxBatchBytes)) {
          await deliverBatch(dependencies, batch, { topic, partition, deadline, failures });
        }
      }),
    ),
  );
}

/** A record that is too large fails at once, and holds back the later ones of its key alone. */
function fitting(
  records: readonly OutgoingRecord[],
  failures: FailedKeys,
  maxBytes: number,
): readonly OutgoingRecord[] {
  return records.filter(({ message, bytes }) => {
    if (bytes <= maxBytes) {
      return failures.admits(message);
    }
    const reason = `message-too-large: message must be at most ${maxBytes} bytes with its headers, got ${bytes}`;
    failures.fail(message, reason);
    return false;
  });
}
