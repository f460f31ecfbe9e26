import { expect, it } from '@jest/globals';
import { doublingBound } from '../../../../lambdas/core/retry/doubling-bound.ts';

it.each([
  [1, 25],
  [2, 50],
  [6, 800],
  [7, 1000],
  [5000, 1000],
])('after try %i the bound is %i', (attempt, expected) => {
  expect(doublingBound({ first: 25, longest: 1000 }, attempt)).toBe(expected);
});
