import { describe, expect, it } from '@jest/globals';
import { itemBytes, valueBytes } from '../../../../lambdas/core/item-size/item-bytes.ts';
import type { ItemValue } from '../../../../lambdas/core/ports/item-store.ts';

describe('valueBytes', () => {
  it.each<[string, ItemValue, number]>([
    ['empty text', '', 0],
    ['ascii', 'abc', 3],
    ['two bytes a letter', 'é', 2],
    ['three bytes a letter', '世', 3],
    ['four bytes a letter', '😀', 4],
    ['a boolean', false, 1],
    ['zero', 0, 2],
    ['one digit', 7, 2],
    ['two digits', 42, 2],
    ['three digits', 421, 3],
    ['trailing zeros', 420_000, 2],
    ['a negative number', -42, 3],
    ['a fraction', 0.0125, 3],
    ['sixteen digits', Number.MAX_SAFE_INTEGER, 9],
    ['an empty list', [], 3],
    ['an empty map', {}, 3],
    ['a list', ['a', 'b'], 7],
    ['a map', { a: 'b' }, 6],
    ['a nested list', [[]], 7],
  ])('counts %s', (_title, value, bytes) => {
    expect(valueBytes(value)).toBe(bytes);
  });
});

describe('itemBytes', () => {
  it('counts the names of attributes and the key with its names', () => {
    const key = { partition: 'events-é', sort: 'tip' };

    expect(itemBytes({ key, attributes: {} })).toBe(4 + 9 + 3);
    expect(itemBytes({ key, attributes: { naïve: 'ab' } })).toBe(4 + 9 + 3 + 6 + 2);
  });
});
