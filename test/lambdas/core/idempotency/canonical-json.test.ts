import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from '../../../../lambdas/core/idempotency/canonical-json.ts';

/** The same value, each object built in the reverse order of its keys. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(reversed);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value)
          .toReversed()
          .map(([name, entry]) => [name, reversed(entry)]),
      )
    : value;
}

describe('canonical JSON', () => {
  it('failure mode 29: has one text for a value however its objects were built', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
      }),
    );
  });

  it('is JSON of the same value, so that different values have different texts', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it.each([
    [{ b: 1, a: [{ d: 2, c: 3 }] }, '{"a":[{"c":3,"d":2}],"b":1}'],
    [{ a: undefined, b: null }, '{"b":null}'],
    [[undefined, Symbol('s')], '[null,null]'],
    [undefined, 'null'],
    [12n, '"12"'],
    [{ at: 12n }, '{"at":"12"}'],
    [{ b: 1, 10: 2, 9: 3 }, '{"9":3,"10":2,"b":1}'],
    [{ toString: 1, constructor: 2 }, '{"constructor":2,"toString":1}'],
    [{ at: new Date(0) }, '{"at":"1970-01-01T00:00:00.000Z"}'],
    [JSON.parse('{"__proto__":1,"a":2}'), '{"__proto__":1,"a":2}'],
  ])('writes %p as %s', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });
});
