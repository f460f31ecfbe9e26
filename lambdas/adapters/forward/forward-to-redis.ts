import { carriedBy } from '../../contracts/definition/forward-target.ts';
import { publisherOfTargets } from '../../core/forward/publisher-of-targets.ts';
import { redisFromEnvironment } from '../connections/redis-from-environment.ts';
import { connectRedis } from '../redis/connect-redis.ts';
import { createRedisStreamPublisher } from '../redis/redis-stream-publisher.ts';
import { createStreamTrimmer } from '../redis/stream-trimmer.ts';
import type { Forwarding } from './forwarding.ts';

/** Forwarding to streams of Redis, each kept to its length. */
export const forwardToRedis: Forwarding<'redis'> = {
  kind: 'redis',
  open: async ({ targets, environment, telemetry, seconds: answerSeconds }) => {
    const redis = await connectRedis({ ...(await redisFromEnvironment(environment)), telemetry, answerSeconds });
    const destinations = targets.map((target) => {
      const { stream, maxLength } = target.target;
      const carried = carriedBy(target);
      const trimmer = createStreamTrimmer({ redis, telemetry, maxLength });
      const publisher = createRedisStreamPublisher({ redis, trimmer, destinationOf: () => stream });
      return { publisher, carries: (type: string) => carried.has(type) };
    });
    return {
      publisher: publisherOfTargets(destinations),
      close: () => {
        redis.close();
        return Promise.resolve();
      },
    };
  },
};
