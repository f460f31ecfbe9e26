import { describe, expect, it } from '@jest/globals';
import { Cents } from '../../../../lambdas/contracts/orders/cents.ts';

describe('money', () => {
  it.each([0, 1, Number.MAX_SAFE_INTEGER - 1, Number.MAX_SAFE_INTEGER])('is %d cents', (amount) => {
    expect(Cents.parse(amount)).toBe(amount);
  });

  it.each([
    -1,
    0.5,
    19.99,
    Number.MAX_SAFE_INTEGER + 1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    '100',
    100n,
    null,
    undefined,
  ])('is never %p', (amount) => {
    expect(Cents.safeParse(amount).success).toBe(false);
  });
});
