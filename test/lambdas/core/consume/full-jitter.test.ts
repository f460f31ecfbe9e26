import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { firstDelaySeconds, fullJitter, longestDelaySeconds } from '../../../../lambdas/core/consume/full-jitter.ts';

const almostOne = 1 - Number.EPSILON;

describe('full jitter', () => {
  it.each([
    [1, firstDelaySeconds],
    [2, 2 * firstDelaySeconds],
    [5, 16 * firstDelaySeconds],
    [100, longestDelaySeconds],
    [0, firstDelaySeconds],
  ])('failure mode 78: after delivery %i it waits at most %i seconds', (receiveCount, most) => {
    expect(fullJitter({ random: () => almostOne })(receiveCount)).toBe(most);
    expect(fullJitter({ random: () => 0 })(receiveCount)).toBe(0);
  });

  it('failure mode 9: always gives whole seconds that a queue can hide a record for', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.double({ min: 0, max: almostOne, noNaN: true }), (receiveCount, luck) => {
        const delay = fullJitter({ random: () => luck })(receiveCount);

        expect(Number.isInteger(delay) && delay >= 0 && delay <= longestDelaySeconds).toBe(true);
      }),
    );
  });
});
