import { describe, expect, it } from '@jest/globals';
import {
  createJitteredBackoff,
  firstPauseMs,
  longestPauseMs,
} from '../../../../lambdas/adapters/system/jittered-backoff.ts';

async function pauseOf(attempt: number, random: number): Promise<number> {
  const pauses: number[] = [];
  const sleep = (milliseconds: number): Promise<void> => Promise.resolve(void pauses.push(milliseconds));
  await createJitteredBackoff({ sleep, random: () => random }).wait(attempt);
  return pauses[0] ?? Number.NaN;
}

describe('a jittered backoff', () => {
  it.each([
    [1, 0, 0],
    [1, 1, firstPauseMs],
    [2, 1, 2 * firstPauseMs],
    [2, 0.5, firstPauseMs],
    [50, 1, longestPauseMs],
  ])('failure mode 54: before try %i with luck %d it pauses %d ms', async (attempt, random, expected) => {
    expect(await pauseOf(attempt, random)).toBe(expected);
  });
});
