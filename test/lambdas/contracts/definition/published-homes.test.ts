import { describe, expect, it } from '@jest/globals';
import { orders } from '../../../../lambdas/contracts/orders/pipeline.ts';
import { publishedHomes } from '../../../../lambdas/contracts/definition/published-homes.ts';

describe('publishedHomes', () => {
  it('names each home of a published type once, and no queue that only takes from topics', () => {
    const homes = publishedHomes(orders).map(({ kind, name }) => `${kind} ${name}`);

    expect(homes.sort()).toEqual([
      'queue fulfilment',
      'queue inventory',
      'queue orders',
      'queue payments',
      'queue refunds',
      'queue returns',
      'queue shipping',
      'topic orderEvents',
    ]);
  });

  it('names no home where nothing is published', () => {
    const silent = Object.fromEntries(
      Object.entries(orders.consumers).map(([name, consumer]) => [name, { ...consumer, publishes: [] }]),
    );

    expect(publishedHomes({ ...orders, consumers: silent })).toEqual([]);
  });
});
