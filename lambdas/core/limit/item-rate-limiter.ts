import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { Item, ItemKey, ItemStore } from '../ports/item-store.ts';
import type { RateDecision, RateLimiter } from '../ports/rate-limiter.ts';
import { rateKey } from './rate-key.ts';
import { type RateLimit, refusedFor, taken, tokenBucket } from './token-bucket.ts';

/** What a rate limiter works with. */
export interface ItemRateLimiterDependencies {
  readonly items: Pick<ItemStore, 'write'>;
  /** Those of all hosts should agree: one that is ahead by a second gets a second's tokens early, once. */
  readonly clock: Clock;
  readonly limit: RateLimit;
}

/** Tries of one take; a second one is needed only when others begin or use up a full bucket at the same moment. */
export const takeAttempts = 5;

/** Seconds for which a full bucket is kept: dropped any earlier by a host's clock, it would be full too soon. */
const keptSeconds = 3600;

/**
 * Creates the limiter over a store of items: one write a take, or two when the bucket was full.
 *
 * It reads nothing, and takes at the same time do not meet: each adds to the moment at which the bucket is full, under
 * the condition that this leaves it no emptier than empty. A bucket that was not used expires from the table.
 *
 * @throws PipelineError `input-invalid` for a limit outside its bounds.
 */
export function createItemRateLimiter(dependencies: ItemRateLimiterDependencies): RateLimiter {
  const { clock, limit } = dependencies;
  const bucket = tokenBucket(limit);
  return {
    async take(key, tokens = 1) {
      const cost = bucket.costOf(tokens);
      for (let attempt = 1; attempt <= takeAttempts; attempt += 1) {
        const now = clock.now() * 1000;
        const draw = { key: rateKey(limit.name, key), cost, now, fill: bucket.fillMicros };
        const decision = (await drawn(draw, dependencies)) ?? (await begun(draw, dependencies));
        if (decision !== undefined) {
          return decision;
        }
      }
      const message = `tokens must be taken within ${takeAttempts} tries, others were faster`;
      throw new PipelineError(message, { code: 'store-conflict', retryable: true });
    },
  };
}

/** All times in microseconds. */
interface Draw {
  readonly key: ItemKey;
  readonly cost: number;
  readonly now: number;
  readonly fill: number;
}

/** From a bucket that is not full; undefined when it is. */
async function drawn(
  { key, cost, now, fill }: Draw,
  { items }: ItemRateLimiterDependencies,
): Promise<RateDecision | undefined> {
  const latest = now + fill - cost;
  const result = await items.write({
    ...{ kind: 'update', key, add: { fullAt: cost }, set: { expiresAt: expiryOf(now + fill) } },
    when: [
      { attribute: 'fullAt', is: 'atLeast', value: now },
      { attribute: 'fullAt', is: 'atMost', value: latest },
    ],
  });
  if (result.ok) {
    return taken;
  }
  const fullAt = fullAtOf(result.current);
  return fullAt > latest ? refusedFor(fullAt - latest) : undefined;
}

/** From a bucket that is full; undefined when another one was faster. */
async function begun(
  { key, cost, now, fill }: Draw,
  { items }: ItemRateLimiterDependencies,
): Promise<RateDecision | undefined> {
  const result = await items.write({
    ...{ kind: 'put', key, attributes: { fullAt: now + cost, expiresAt: expiryOf(now + fill) } },
    when: [{ any: [{ item: 'absent' }, { attribute: 'fullAt', is: 'atMost', value: now }] }],
  });
  return result.ok ? taken : undefined;
}

function fullAtOf(item: Item | undefined): number {
  const fullAt = item?.attributes['fullAt'];
  return typeof fullAt === 'number' ? fullAt : 0;
}

/** Seconds since the epoch. */
function expiryOf(fullAtMicros: number): number {
  return Math.ceil(fullAtMicros / 1_000_000) + keptSeconds;
}
