import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonChanges } from '../../../../lambdas/core/dead-letter/json-changes.ts';

describe('jsonChanges', () => {
  it.each<readonly [string, unknown, unknown, readonly (readonly [string, unknown, unknown])[]]>([
    ['a changed field', { a: 1, b: 2 }, { a: 1, b: 3 }, [['b', 2, 3]]],
    [
      'a new and a lost field',
      { a: 1 },
      { b: 1 },
      [
        ['a', 1, undefined],
        ['b', undefined, 1],
      ],
    ],
    [
      'a place in a list',
      { a: [1, 2] },
      { a: [1, 3, 4] },
      [
        ['a.1', 2, 3],
        ['a.2', undefined, 4],
      ],
    ],
    ['a deep one', { a: { b: { c: true } } }, { a: { b: { c: false } } }, [['a.b.c', true, false]]],
    ['another kind of value', { a: [] }, { a: {} }, [['a', [], {}]]],
    ['null against a value', { a: null }, { a: {} }, [['a', null, {}]]],
    ['the whole', 'text', 1, [['', 'text', 1]]],
  ])('finds %s', (...[, before, after, changes]) => {
    expect(jsonChanges(before, after).map((change) => [change.path, change.before, change.after])).toEqual(changes);
  });

  it('finds none in a value and its copy', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(jsonChanges(value, structuredClone(value))).toEqual([]);
      }),
    );
  });
});
