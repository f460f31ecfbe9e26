import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { RateLimit } from '../../lambdas/core/limit/token-bucket.ts';
import type { RateDecision, RateLimiter } from '../../lambdas/core/ports/rate-limiter.ts';

/** A place where buckets are kept. */
export interface OpenRateLimiter {
  /** The limiter of another host; its clock is so many milliseconds behind, where it has one. */
  limiter(limit: RateLimit, behindMs?: number): RateLimiter;
  /** Lets time pass. */
  pass(milliseconds: number): Promise<void>;
  close(): Promise<void>;
}

/** So slow that nothing comes back while a test runs, on any clock. */
const slow = { refillPerSecond: 0.001 };
const hosts = 5;

/** What a limiter must do wherever its buckets are kept, by the clocks of the hosts or by one that all share. */
export function rateLimiterConformance(
  name: string,
  clocks: 'of hosts' | 'shared',
  open: () => Promise<OpenRateLimiter>,
): void {
  describe(`rate limiter (${name})`, () => {
    let at: OpenRateLimiter;
    let key: string;
    beforeEach(async () => {
      at = await open();
      key = `{partner} ${randomUUID()}`;
    });
    afterEach(() => at.close());

    const limiter = (capacity: number, refillPerSecond = slow.refillPerSecond, behindMs = 0): RateLimiter =>
      at.limiter({ name: 'calls', capacity, refillPerSecond }, behindMs);
    const allowed = (decisions: readonly RateDecision[]): number => decisions.filter((one) => one.allowed).length;

    it('gives as many tokens as the bucket holds, and then says how long to wait', async () => {
      const calls = limiter(3);
      const decisions: RateDecision[] = [];
      for (let count = 1; count <= 4; count += 1) {
        decisions.push(await calls.take(key));
      }

      const waits = decisions.map(({ retryAfterMs }) => retryAfterMs);

      expect(decisions.map((one) => one.allowed)).toEqual([true, true, true, false]);
      expect(waits.slice(0, 3)).toEqual([0, 0, 0]);
      expect(waits[3]).toBeGreaterThan(900_000);
      expect(waits[3]).toBeLessThanOrEqual(1_000_000);
    });

    it.each([1, 2, 19, 20])(
      'gives exactly what the bucket holds to hosts that ask at the same time (%s tokens, 40 takes)',
      async (capacity) => {
        const all = Array.from({ length: hosts }, () => limiter(capacity));

        const decisions = await Promise.all(Array.from({ length: 8 }, () => all.map((host) => host.take(key))).flat());

        expect(allowed(decisions)).toBe(capacity);
        expect(decisions.filter((one) => !one.allowed && one.retryAfterMs <= 0)).toEqual([]);
      },
    );

    it('takes all of some tokens or none, and a refusal takes none', async () => {
      const calls = limiter(5);

      const decisions = [await calls.take(key, 3), await calls.take(key, 3), await calls.take(key, 2)];

      expect(decisions.map((one) => one.allowed)).toEqual([true, false, true]);
    });

    it('gives a token again after the time it said, and one only', async () => {
      const calls = limiter(2, 0.5);
      await calls.take(key, 2);
      const refused = await calls.take(key);

      await at.pass(refused.retryAfterMs);

      expect(refused.allowed).toBe(false);
      expect(refused.retryAfterMs).toBeLessThanOrEqual(2000);
      expect((await calls.take(key)).allowed).toBe(true);
      expect((await calls.take(key)).allowed).toBe(false);
    });

    it('holds no more than its capacity, however long nobody took anything', async () => {
      const calls = limiter(2, 2);
      await calls.take(key, 2);

      await at.pass(2000);
      const decisions = await Promise.all([1, 2, 3].map(() => calls.take(key, 2)));

      expect(allowed(decisions)).toBe(1);
    });

    it('keeps keys apart, and limits of the same key', async () => {
      const calls = limiter(1);
      const others = at.limiter({ name: 'calls-of', capacity: 1, ...slow });

      const decisions = [await calls.take(`of-${key}`), await calls.take(key), await others.take(key)];

      expect(allowed(decisions)).toBe(3);
      expect((await calls.take(key)).allowed).toBe(false);
    });

    it.each([0, -1, 1.5, 4, Number.NaN])(
      'rejects %s tokens of a bucket that holds 3, and takes none',
      async (tokens) => {
        const calls = limiter(3);

        await expect(calls.take(key, tokens)).rejects.toMatchObject({ code: 'input-invalid' });
        expect((await calls.take(key, 3)).allowed).toBe(true);
      },
    );

    if (clocks === 'of hosts') {
      it('counts no span of time twice when a host whose clock is behind takes last', async () => {
        const [punctual, late] = [limiter(4, 1), limiter(4, 1, 2000)];
        await punctual.take(key, 4);
        await at.pass(3000);

        const decisions = [await punctual.take(key, 2), await late.take(key), await punctual.take(key, 2)];

        expect(decisions.map((one) => one.allowed)).toEqual([true, false, false]);
        expect((await punctual.take(key)).allowed).toBe(true);
      });
    }
  });
}
