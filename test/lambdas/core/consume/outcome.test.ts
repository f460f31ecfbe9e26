import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { messageLimits } from '../../../../lambdas/contracts/message-limits.ts';
import { longestRetrySeconds, retry } from '../../../../lambdas/core/consume/outcome.ts';

describe('retry', () => {
  it('leaves the wait to the source when none is named', () => {
    expect(retry('busy')).toEqual({ kind: 'retry', reason: 'busy', afterSeconds: undefined });
  });

  it.each([
    [0, 0],
    [1, 1],
    [43_199, 43_199],
    [43_200, 43_200],
    [43_201, 43_200],
    [Number.POSITIVE_INFINITY, 43_200],
    [-1, 0],
    [0.2, 1],
  ])('failure mode 9: waits, for %d seconds asked, %i, which a queue can do', (asked, waited) => {
    expect(retry('busy', asked)).toMatchObject({ afterSeconds: waited });
  });

  it('leaves the wait to the source when what is named is no number', () => {
    expect(retry('busy', Number.NaN)).toMatchObject({ afterSeconds: undefined });
  });

  it('failure mode 9: never names a wait that a queue refuses', () => {
    expect(longestRetrySeconds).toBe(messageLimits.visibilitySeconds);
    fc.assert(
      fc.property(fc.double(), (asked) => {
        const outcome = retry('busy', asked);
        const seconds = outcome.kind === 'retry' ? outcome.afterSeconds : Number.NaN;

        expect(seconds === undefined || (Number.isInteger(seconds) && seconds >= 0 && seconds <= 43_200)).toBe(true);
      }),
    );
  });
});
