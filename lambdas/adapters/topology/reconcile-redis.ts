import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import { readerGroups } from '../../contracts/definition/reader-groups.ts';
import { lagOf } from '../redis/lag-of.ts';
import type { RedisConnection } from '../redis/redis-connection.ts';
import { createStreamGroup } from '../redis/stream-group.ts';
import { streamKey } from '../../contracts/definition/redis-keys.ts';
import type { BrokerReconciliation } from './broker-reconciliation.ts';

/**
 * Makes the groups of a pipeline's streams, and with them the streams, so that what is published before anybody reads
 * is read later, and never trimmed before. Throws what the connection throws.
 */
export async function reconcileRedis(
  definition: Pick<PipelineDefinition, 'name' | 'consumers' | 'redis'>,
  redis: Pick<RedisConnection, 'call'>,
): Promise<BrokerReconciliation> {
  const streams = Object.entries(definition.redis ?? {});
  const done = await Promise.all(
    streams.map(([name, { stream }]) => reconcileGroups(redis, stream, readerGroups(definition, name))),
  );
  return {
    kind: 'redis',
    made: done.flatMap(({ made }) => made),
    changed: [],
    refused: [],
    undeclared: done.flatMap(({ undeclared }) => undeclared),
  };
}

async function reconcileGroups(
  redis: Pick<RedisConnection, 'call'>,
  stream: string,
  wanted: readonly string[],
): Promise<Pick<BrokerReconciliation, 'made' | 'undeclared'>> {
  const there = (await lagOf(redis, stream)).map(({ group }) => group);
  const missing = wanted.filter((group) => !there.includes(group));
  for (const group of missing) {
    // Making a group asks for no consumer.
    await createStreamGroup({ key: streamKey(stream), group, consumer: '' }, redis, redis).ensure();
  }
  return {
    made: missing.map((group) => `group ${group} of ${stream}`),
    undeclared: there.filter((group) => !wanted.includes(group)).map((group) => `group ${group} of ${stream}`),
  };
}
