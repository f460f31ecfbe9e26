import * as z from 'zod/mini';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { rateKey } from '../../core/limit/rate-key.ts';
import { type RateLimit, refusedFor, taken, tokenBucket } from '../../core/limit/token-bucket.ts';
import type { RateLimiter } from '../../core/ports/rate-limiter.ts';
import type { RedisConnection } from './redis-connection.ts';

/** What a rate limiter on Redis works with. */
export interface RedisRateLimiterDependencies {
  /** Should have an `answerSeconds`, or a take waits for as long as Redis is away. */
  readonly redis: Pick<RedisConnection, 'call'>;
  readonly limit: RateLimit;
}

/**
 * Creates the limiter on Redis: one script a take, on one key, by the clock of the server, so that hosts need not agree
 * on the time. A bucket is dropped when it is full.
 *
 * A Redis that fails over or loses power may forget the last second of takes, which are then given once more.
 *
 * @throws PipelineError `input-invalid` for a limit outside its bounds.
 */
export function createRedisRateLimiter({ redis, limit }: RedisRateLimiterDependencies): RateLimiter {
  const bucket = tokenBucket(limit);
  return {
    async take(key, tokens = 1) {
      const cost = bucket.costOf(tokens);
      const { partition, sort } = rateKey(limit.name, key);
      const wait = await waitOf(redis, [`rate:{${partition}}:${sort}`, cost, bucket.fillMicros]);
      return wait === 0 ? taken : refusedFor(wait);
    },
  };
}

/** Microseconds until the tokens are there; 0 when they were taken. */
async function waitOf(
  redis: Pick<RedisConnection, 'call'>,
  [key, cost, fill]: readonly [key: string, cost: number, fill: number],
): Promise<number> {
  try {
    return z.number().parse(await redis.call('EVAL', takeScript, 1, key, cost, fill));
  } catch (cause) {
    throw new PipelineError('Redis must share out tokens, it refused', {
      ...{ code: 'store-unavailable', retryable: true, cause },
    });
  }
}

// Times in microseconds are exact in a double until the year 2255; written out whole, as Lua would round them.
const takeScript = `
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local cost, fill = tonumber(ARGV[1]), tonumber(ARGV[2])
local full = math.max(now, tonumber(redis.call('GET', KEYS[1]) or '0')) + cost
local wait = full - now - fill
if wait > 0 then return wait end
redis.call('SET', KEYS[1], string.format('%.0f', full), 'PXAT', string.format('%.0f', math.ceil(full / 1000)))
return 0
`;
