import * as z from 'zod/mini';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { Claim } from '../../core/idempotency/claim.ts';
import { type MarkState, markState } from '../../core/idempotency/mark-state.ts';
import { type ClaimTimes, expiryOf, type Marks } from '../../core/idempotency/marks.ts';
import { storedMark } from './stored-mark.ts';
import type { RedisConnection } from './redis-connection.ts';
import { completeMark, extendMark, releaseMark, takeMark } from './redis-mark-scripts.ts';

/**
 * Creates the marks of handled messages in Redis: one hash each, changed by one script, dropped when it expires.
 *
 * Every change but the claim holds only for the attempt that owns the mark, which fences off a late owner here and
 * nowhere else: what the handler itself writes needs a condition of its own. A Redis that fails over or loses power may
 * forget the last second of marks, so a message may then be handled again; marks in the table of the data forget none.
 *
 * Methods throw PipelineError `store-unavailable` (retryable) when Redis does not do as asked.
 */
export function createRedisMarks(redis: Pick<RedisConnection, 'call'>): Marks {
  const run = async (script: string, { key }: Claim, ...args: readonly (string | number)[]): Promise<unknown> => {
    try {
      return await redis.call('EVAL', script, 1, `mark:{${key.partition}}:${key.sort}`, ...args);
    } catch (cause) {
      throw new PipelineError('Redis must keep marks, it refused', {
        code: 'store-unavailable',
        retryable: true,
        cause,
      });
    }
  };
  const take = async (claim: Claim, times: ClaimTimes, seen: string): Promise<MarkState> => {
    const { attempt, schema, fingerprint } = claim;
    const { now, until, horizon } = times;
    const reply = await run(takeMark, claim, attempt, schema, fingerprint, until, horizon, expiryOf(now), seen);
    const mark = storedMark(claim.key, reply);
    return mark === undefined ? { kind: 'mine' } : markState(mark, claim, horizon);
  };
  return {
    async take(claim, times) {
      const state = await take(claim, times, '');
      if (state.kind !== 'incomparable') {
        return state;
      }
      const again = await take(claim, times, state.attempt);
      return again.kind === 'incomparable' ? { kind: 'busy', until: times.horizon } : again;
    },
    extend: async (claim, until) => done(await run(extendMark, claim, claim.attempt, until)),
    complete: async (claim, result) => done(await run(completeMark, claim, claim.attempt, JSON.stringify(result))),
    release: async (claim) => {
      await run(releaseMark, claim, claim.attempt);
    },
  };
}

function done(reply: unknown): boolean {
  return z.number().parse(reply) === 1;
}
