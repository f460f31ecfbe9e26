import { Admin, Producer } from '@platformatic/kafka';
import { randomUUID } from 'node:crypto';
import { createKafkaPublisher, type KafkaPublisher } from '../../../../lambdas/adapters/kafka/kafka-publisher.ts';
import { createKafkaSource, type KafkaSourceDependencies } from '../../../../lambdas/adapters/kafka/kafka-source.ts';
import { createPlatformaticSend } from '../../../../lambdas/adapters/kafka/platformatic-send.ts';
import type { KafkaSend } from '../../../../lambdas/adapters/kafka/kafka-send.ts';
import { createJitteredBackoff } from '../../../../lambdas/adapters/system/jittered-backoff.ts';
import { sleep } from '../../../../lambdas/adapters/system/sleep.ts';
import { systemClock } from '../../../../lambdas/adapters/system/system-clock.ts';
import { systemTimers } from '../../../../lambdas/adapters/system/system-timers.ts';
import { silentTelemetry } from '../../../../lambdas/adapters/telemetry/silent-telemetry.ts';
import type { WorkerSource } from '../../../../lambdas/core/ports/worker-source.ts';

/** A topic of its own in a running cluster, with a group that has not read. */
export interface KafkaRig {
  readonly topic: string;
  readonly groupId: string;
  readonly admin: Admin;
  publisher(send?: KafkaSend): KafkaPublisher;
  source(options?: Partial<KafkaSourceDependencies>): WorkerSource;
  /** Sends a record as a foreign producer would. */
  raw(record: RawRecord): Promise<void>;
  /** The offsets that the group has committed, by partition; -1 where there is none. */
  committed(): Promise<readonly number[]>;
  close(): Promise<void>;
}

/** A record byte by byte. */
export interface RawRecord {
  readonly key?: Buffer;
  readonly value?: Buffer;
  readonly headers?: Map<Buffer, Buffer>;
  readonly partition?: number;
}

/** How the topic is made. */
export interface KafkaRigOptions {
  /** @default 4 */
  readonly partitions?: number;
  /** @default 1 */
  readonly replicas?: number;
  /** Settings by Kafka's names, in force with the first record. @default the broker's own */
  readonly configs?: Readonly<Record<string, string>>;
}

/** Creates the topic in the cluster at `bootstrap`. */
export async function openKafkaRig(
  bootstrap: string,
  { partitions = 4, replicas = 1, configs = {} }: KafkaRigOptions = {},
): Promise<KafkaRig> {
  const brokers = bootstrap.split(',');
  const connection = { clientId: 'test', brokers };
  const topic = `topic-${randomUUID()}`;
  const groupId = `group-${randomUUID()}`;
  const admin = new Admin({ clientId: 'test', bootstrapBrokers: brokers });
  await admin.createTopics({
    ...{ topics: [topic], partitions, replicas },
    configs: Object.entries(configs).map(([name, value]) => ({ name, value })),
  });
  const publishers: KafkaPublisher[] = [];
  const rawProducer = new Producer({ clientId: 'raw', bootstrapBrokers: brokers });
  return {
    topic,
    groupId,
    admin,
    publisher: (send = createPlatformaticSend({ connection })) => {
      const publisher = createKafkaPublisher({
        send,
        destinationOf: () => topic,
        clock: systemClock,
        backoff: createJitteredBackoff({ sleep, random: Math.random }),
        deliveryMs: 60_000,
      });
      publishers.push(publisher);
      return publisher;
    },
    source: (options = {}) =>
      createKafkaSource({
        connection,
        groupId,
        topics: [topic],
        clock: systemClock,
        timers: systemTimers,
        sleep,
        telemetry: silentTelemetry,
        sessionMs: 6000,
        fetchWaitMs: 200,
        ...options,
      }),
    raw: async (record) => {
      await rawProducer.send({ messages: [{ topic, partition: 0, ...record }], acks: -1 });
    },
    committed: async () => {
      const [group] = await admin.listConsumerGroupOffsets({
        groups: [
          {
            groupId,
            topics: [{ name: topic, partitionIndexes: Array.from({ length: partitions }, (_, index) => index) }],
          },
        ],
      });
      const offsets = group?.topics[0]?.partitions ?? [];
      return [...offsets]
        .sort((a, b) => a.partitionIndex - b.partitionIndex)
        .map(({ committedOffset }) => Number(committedOffset));
    },
    close: async () => {
      await Promise.all(publishers.map((publisher) => publisher.close()));
      await rawProducer.close();
      await admin.deleteTopics({ topics: [topic] });
      await admin.close();
    },
  };
}
