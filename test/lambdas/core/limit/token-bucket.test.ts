import { describe, expect, it } from '@jest/globals';
import { refusedFor, tokenBucket } from '../../../../lambdas/core/limit/token-bucket.ts';

const name = 'calls';

describe('tokenBucket', () => {
  it.each([
    [1, 0.000_001],
    [1, 1_000_000],
    [1000, 3],
  ])('holds %s tokens of which %s come back each second, in whole microseconds', (capacity, refillPerSecond) => {
    const bucket = tokenBucket({ name, capacity, refillPerSecond });

    expect(Number.isSafeInteger(bucket.fillMicros)).toBe(true);
    expect(bucket.costOf(capacity)).toBe(bucket.fillMicros);
    expect((capacity * 1_000_000) / bucket.fillMicros).toBeLessThanOrEqual(refillPerSecond);
  });

  it.each([
    [0, 1],
    [1.5, 1],
    [Number.NaN, 1],
    [1, 0],
    [1, -1],
    [1, 1_000_001],
    [1, Number.NaN],
    [1_000_000, 0.001],
  ])('rejects %s tokens of which %s come back each second', (capacity, refillPerSecond) => {
    expect(() => tokenBucket({ name, capacity, refillPerSecond })).toThrow(
      expect.objectContaining({ code: 'input-invalid' }),
    );
  });

  it('rounds a wait up, so that nobody asks a moment too soon', () => {
    expect(refusedFor(1)).toEqual({ allowed: false, retryAfterMs: 1 });
    expect(refusedFor(2001)).toEqual({ allowed: false, retryAfterMs: 3 });
  });
});
