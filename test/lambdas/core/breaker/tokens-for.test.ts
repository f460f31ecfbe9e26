import { describe, expect, it } from '@jest/globals';
import { tokensFor } from '../../../../lambdas/core/breaker/tokens-for.ts';
import { delivery } from '../consume/deliveries.ts';

const records = [
  delivery({ id: 'a', receiveCount: 1 }),
  delivery({ id: 'b', receiveCount: 4 }),
  delivery({ id: 'c', receiveCount: 40 }),
];
const grouped = [
  delivery({ id: 'a', group: 'one', receiveCount: 2 }),
  delivery({ id: 'b', group: 'one' }),
  delivery({ id: 'c', group: 'two' }),
];

describe('the tokens of a batch', () => {
  it.each([
    [[], 0],
    [['a'], 1],
    [['b'], 4],
    [['a', 'b', 'c'], 10],
  ])('with %j failed are as many as these were received, five each at most: %i', (failed, tokens) => {
    expect(tokensFor(records, { failed })).toBe(tokens);
  });

  it('count the first failure of a group alone, behind which the others were not tried', () => {
    expect(tokensFor(grouped, { failed: ['a', 'b', 'c'] })).toBe(3);
    expect(tokensFor(grouped, { failed: ['b'] })).toBe(1);
  });

  it('leave out what was not started for want of time', () => {
    const result = { failed: ['a', 'b'], late: ['b'] };

    expect(tokensFor(records, result)).toBe(1);
  });
});
