import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fewNames, sortedNames } from '../../../../lambdas/core/idempotency/sorted-names.ts';

describe('sorted names', () => {
  it.each([fewNames - 1, fewNames, fewNames + 1])(
    'are in the order of the language itself, up to %i of them',
    (most) => {
      fc.assert(
        fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: most }), (names) => {
          expect(sortedNames([...names])).toEqual([...names].sort());
        }),
      );
    },
  );

  it('are in order when there are more than a few, in the reverse order', () => {
    const names = Array.from({ length: 3 * fewNames }, (_, at) => `name-${String(at).padStart(3, '0')}`);

    expect(sortedNames(names.toReversed())).toEqual(names);
    expect(sortedNames(names.slice(0, fewNames).reverse())).toEqual(names.slice(0, fewNames));
  });
});
