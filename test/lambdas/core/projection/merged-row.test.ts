import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import type { Attributes } from '../../../../lambdas/core/ports/item-store.ts';
import { mergedWith, rowWrite, unchangedRow } from '../../../../lambdas/core/projection/merged-row.ts';
import type { RowChange } from '../../../../lambdas/core/projection/row-change.ts';

const key = { partition: 'view-a-1', sort: 'r' };
const name = fc.constantFrom('a', 'b');
const change: fc.Arbitrary<RowChange> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ row: fc.constant('r'), add: fc.dictionary(name, fc.integer({ min: -9, max: 9 })) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ row: fc.constant('r'), set: fc.dictionary(name, fc.integer({ min: -9, max: 9 })) }),
  },
  { weight: 2, arbitrary: fc.record({ row: fc.constant('r'), remove: fc.uniqueArray(name) }) },
  { weight: 1, arbitrary: fc.constant<RowChange>({ row: 'r', gone: true }) },
);

/** What is left of a row after some batches of changes, each batch one write. */
const after = async (batches: readonly (readonly RowChange[])[]): Promise<Attributes> => {
  const items = createMemoryItemStore();
  for (const batch of batches) {
    const write = rowWrite(key, batch.reduce(mergedWith, unchangedRow));
    if (write !== undefined) {
      await items.write(write);
    }
  }
  return (await items.get(key))?.attributes ?? {};
};

describe('changes of a row', () => {
  it('come to the same one by one and merged, however they are split', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 8 }), fc.nat({ max: 8 }), async (changes, at) => {
        const single = await after(changes.map((one) => [one]));

        expect(await after([changes])).toEqual(single);
        expect(await after([changes.slice(0, at), changes.slice(at)])).toEqual(single);
      }),
    );
  });

  it.each<{ change: RowChange; why: string }>([
    { change: { row: 'r', add: { 'a.b': 1 } }, why: 'a dot' },
    { change: { row: 'r', set: { '': 1 } }, why: 'no name' },
    { change: { row: 'r', remove: ['a.b'] }, why: 'a dot in what goes' },
  ])('are rejected for a field with $why', ({ change: wrong }) => {
    expect(() => mergedWith(unchangedRow, wrong)).toThrow(expect.objectContaining({ code: 'input-invalid' }));
  });

  it('are rejected when they add to what the same batch has set to a text', () => {
    const set = mergedWith(unchangedRow, { row: 'r', set: { a: 'text' } });

    expect(() => mergedWith(set, { row: 'r', add: { a: 1 } })).toThrow(
      expect.objectContaining({ code: 'input-invalid' }),
    );
  });
});
