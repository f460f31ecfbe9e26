import fc from 'fast-check';
import type { Attributes, ItemValue } from '../../lambdas/core/ports/item-store.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 8 });
const name = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 5 })
  .filter((one) => one !== 'pk' && one !== 'sk' && !one.includes('.'));
// An item cannot tell -0 from 0.
const number = fc
  .oneof(fc.integer(), fc.maxSafeInteger(), fc.constantFrom(0.5, -1.25, 1e-10))
  .map((value) => value + 0);

const { value } = fc.letrec<{ value: ItemValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    number,
    fc.boolean(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

/** Any value that an item can hold. */
export const itemValueArbitrary: fc.Arbitrary<ItemValue> = value;

/** Any attributes that an item can have. */
export const attributesArbitrary: fc.Arbitrary<Attributes> = fc.dictionary(name, value, {
  maxKeys: 5,
  noNullPrototype: true,
});
