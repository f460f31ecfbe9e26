import type { JetStreamManager } from '@nats-io/jetstream';
import * as z from 'zod/mini';
import type { KafkaOperations } from '../../lambdas/adapters/kafka/operations/kafka-operations.ts';
import { lagOf as natsLagOf } from '../../lambdas/adapters/nats/lag-of.ts';
import { lagOf as redisLagOf } from '../../lambdas/adapters/redis/lag-of.ts';
import type { RedisConnection } from '../../lambdas/adapters/redis/redis-connection.ts';
import type { PipelineDefinition } from '../../lambdas/contracts/definition/pipeline-definition.ts';
import { groupOf } from '../../lambdas/contracts/definition/reader-groups.ts';
import { type ConsumerSource, sourceOf } from '../../lambdas/contracts/definition/source-of.ts';
import type { RabbitManagement } from '../backends/rabbitmq/rabbit-management.ts';

/** Who knows what waits where. */
export interface LagWitnesses {
  readonly kafka: Pick<KafkaOperations, 'lagOf'>;
  readonly redis: Pick<RedisConnection, 'call'>;
  readonly management: RabbitManagement;
  readonly streams: Pick<JetStreamManager, 'consumers'>;
}

/** What waits at brokers for each consumer that reads one, those in hand among it. */
export async function brokerLag(
  definition: PipelineDefinition,
  witnesses: LagWitnesses,
): Promise<ReadonlyMap<string, number>> {
  const waiting = Object.entries(definition.consumers).map(async ([name, { source }]) => {
    const from = sourceOf(definition, source);
    return from === undefined || from.kind === 'queue'
      ? []
      : [[name, await lagThere(from, groupOf(definition, name), witnesses)] as const];
  });
  return new Map((await Promise.all(waiting)).flat());
}

type BrokerSource = Exclude<ConsumerSource, { readonly kind: 'queue' }>;

async function lagThere(from: BrokerSource, group: string, witnesses: LagWitnesses): Promise<number> {
  switch (from.kind) {
    case 'kafka':
      return kafkaLag(witnesses.kafka, from.source.topic, group);
    case 'redis':
      return redisLag(witnesses.redis, from.source.stream, group);
    case 'nats': {
      const { waiting, pending } = await natsLagOf(witnesses.streams, from.source.stream, group);
      return waiting + pending;
    }
    case 'rabbitmq':
      return messagesIn(await witnesses.management(`queues/%2F/${encodeURIComponent(from.source.queue)}`));
  }
}

/** A group that has committed nothing has everything before it. */
async function kafkaLag(kafka: LagWitnesses['kafka'], topic: string, group: string): Promise<number> {
  const partitions = await kafka.lagOf({ group, topics: [topic] });
  return partitions.reduce((sum, { lag, end, first }) => sum + Number(lag ?? end - first), 0);
}

async function redisLag(redis: LagWitnesses['redis'], stream: string, group: string): Promise<number> {
  const own = (await redisLagOf(redis, stream)).find((one) => one.group === group);
  return (own?.waiting ?? 0) + (own?.pending ?? 0);
}

const queueSchema = z.object({ messages: z._default(z.number(), 0) });

function messagesIn(queue: unknown): number {
  return queueSchema.parse(queue).messages;
}
