import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { itemBytes } from '../../../../lambdas/core/item-size/item-bytes.ts';
import { storeLimits } from '../../../../lambdas/core/item-size/store-limits.ts';
import { boundWithinLimit, writeBound } from '../../../../lambdas/adapters/dynamodb/write-rules.ts';
import { attributesArbitrary } from '../../../support/item-arbitraries.ts';

const key = { partition: 'é', sort: '世' };

describe('writeBound', () => {
  it('is never below the exact size', () => {
    fc.assert(
      fc.property(attributesArbitrary, (attributes) => {
        const bound = writeBound({ kind: 'put', key, attributes, when: [] });

        expect(bound).toBeGreaterThanOrEqual(itemBytes({ key, attributes }));
      }),
    );
  });

  it('of an update, with the bound of the item before, is never below the exact size of the item after', () => {
    const before = { key, attributes: { list: ['a'], n: 1 } };
    const grown = { key, attributes: { list: ['a', 'é', []], n: 1000.5, map: { 世: [''] } } };

    const bound = writeBound({
      kind: 'update',
      key,
      set: { map: { 世: [''] } },
      add: { n: 999.5 },
      append: { list: ['é', []] },
      when: [],
    });

    expect(itemBytes(before) + bound).toBeGreaterThanOrEqual(itemBytes(grown));
  });
});

describe('boundWithinLimit', () => {
  it('counts only when the bound is beyond the limit, and then gives the exact size', () => {
    const item = { key, attributes: { a: 'x' } };

    expect(boundWithinLimit(item, storeLimits.itemBytes)).toBe(storeLimits.itemBytes);
    expect(boundWithinLimit(item, storeLimits.itemBytes + 1)).toBe(itemBytes(item));
  });
});
