import { describe, expect, it } from '@jest/globals';
import { durationSeconds } from '../../../lambdas/contracts/duration.ts';

describe('a duration', () => {
  it.each([
    [{}, 0],
    [{ seconds: 1 }, 1],
    [{ minutes: 15 }, 900],
    [{ hours: 1, minutes: 30 }, 5400],
    [{ days: 2, hours: 1, minutes: 1, seconds: 1 }, 176_461],
    [{ minutes: 0.5 }, 30],
  ])('adds up: %j', (duration, seconds) => {
    expect(durationSeconds(duration)).toBe(seconds);
  });

  it.each([{ seconds: -1 }, { seconds: 0.5 }, { days: NaN }, { hours: Infinity }])('rejects %j', (duration) => {
    expect(() => durationSeconds(duration)).toThrow(expect.objectContaining({ code: 'definition-invalid' }));
  });
});
