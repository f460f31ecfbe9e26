import { redisFromEnvironment } from '../connections/redis-from-environment.ts';
import { connectRedis } from '../redis/connect-redis.ts';
import { createRedisDeadLetters } from '../redis/redis-dead-letters.ts';
import { createRedisStreamPublisher } from '../redis/redis-stream-publisher.ts';
import { createStreamTrimmer } from '../redis/stream-trimmer.ts';
import type { LettersOpening, OpenedLetters } from './opened-letters.ts';

/** The dead-letter stream of a stream. */
export async function openRedisLetters(opening: LettersOpening<'redis'>): Promise<OpenedLetters> {
  const { from, environment, telemetry } = opening;
  const { stream, maxLength, deadLetter } = from.source;
  const redis = await connectRedis({ ...(await redisFromEnvironment(environment)), telemetry });
  const trimmer = createStreamTrimmer({ redis, telemetry, maxLength });
  return {
    letters: deadLetter.kind === 'none' ? undefined : createRedisDeadLetters({ redis, stream }),
    sender: createRedisStreamPublisher({ redis, trimmer, destinationOf: () => stream }),
    close: () => {
      redis.close();
      return Promise.resolve();
    },
  };
}
