import { hostname } from 'node:os';
import { groupOf } from '../../contracts/definition/reader-groups.ts';
import { receiveLimits } from '../../contracts/definition/receive-limits.ts';
import { redisFromEnvironment } from '../connections/redis-from-environment.ts';
import { connectRedis } from '../redis/connect-redis.ts';
import { lagOf } from '../redis/lag-of.ts';
import { createRedisParking } from '../redis/redis-parking.ts';
import { createRedisStreamSource } from '../redis/redis-stream-source.ts';
import { abortableSleep } from '../system/abortable-sleep.ts';
import { uuidSource } from '../system/uuid-source.ts';
import type { OpenedSource, SourceOpening } from './opened-source.ts';

/** Opens a stream of Redis as one more worker of the consumer's group; parks in the dead letters beside it. */
export async function openRedisSource(opening: SourceOpening<'redis'>): Promise<OpenedSource> {
  const { pipeline, name, from, environment, clock, telemetry } = opening;
  const { stream } = from.source;
  const group = groupOf(pipeline, name);
  const settings = { ...(await redisFromEnvironment(environment)), telemetry };
  const [redis, blocking] = await Promise.all([connectRedis(settings), connectRedis(settings)]);
  const maxReceives = receiveLimits(pipeline, from.name)?.broker;
  const parking = maxReceives === undefined ? undefined : createRedisParking({ redis, stream });
  const source = createRedisStreamSource({
    ...{ redis, blocking, stream, clock, telemetry, group, sleep: abortableSleep },
    consumer: `${hostname()}-${uuidSource.next()}`,
    ...(maxReceives !== undefined && parking && { limit: { maxReceives, parking } }),
  });
  // The source closes both connections.
  return {
    ...{ source, parking, close: () => Promise.resolve() },
    waiting: async () => {
      const lag = (await lagOf(redis, stream)).find((one) => one.group === group);
      return lag?.waiting === undefined ? undefined : lag.waiting + lag.pending;
    },
  };
}
