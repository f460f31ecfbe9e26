import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  createMemoryItemStore,
  type MemoryItemStore,
} from '../../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import type { ItemChange } from '../../../../../lambdas/core/ports/item-change.ts';
import type {
  Attributes,
  Check,
  Condition,
  Item,
  Update,
  Write,
} from '../../../../../lambdas/core/ports/item-store.ts';
import { keyText, NaiveStore } from './naive-store.ts';
import { itemValueArbitrary } from '../../../../support/item-arbitraries.ts';

const names = ['n', 't', 'l', 'm', 'm.a', 'm.b'];
const name = fc.constantFrom(...names);
const key = fc.record({ partition: fc.constantFrom('p', 'q'), sort: fc.constantFrom('a', 'b') });
const small = fc.integer({ min: -2, max: 2 });
const attributes: fc.Arbitrary<Attributes> = fc.record(
  {
    n: fc.oneof(small, fc.constant('text')),
    t: itemValueArbitrary,
    l: fc.array(small, { maxLength: 2 }),
    m: fc.record({ a: small, b: fc.array(small, { maxLength: 1 }) }, { requiredKeys: [], noNullPrototype: true }),
  },
  { requiredKeys: [], noNullPrototype: true },
);
const comparison: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ item: fc.constantFrom('absent' as const, 'present' as const) }),
  fc.record({ attribute: name, is: fc.constantFrom('absent' as const, 'present' as const) }),
  fc.record({ attribute: name, is: fc.constant('equal' as const), value: fc.oneof(small, fc.constant('text')) }),
  fc.record({ attribute: name, is: fc.constantFrom('atLeast' as const, 'atMost' as const), value: small }),
);
const condition: fc.Arbitrary<Condition> = fc.oneof(
  comparison,
  fc.record({ any: fc.array(comparison, { maxLength: 3 }) }),
);
const when = fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(condition, { maxLength: 2 }));

/** Operations on paths that lie apart: each path has one, and a map and its entries are not both named. */
const operations: fc.Arbitrary<Omit<Update, 'kind' | 'key' | 'when'>> = fc
  .tuple(
    fc.constantFrom(['n', 't', 'l', 'm'], ['n', 't', 'l', 'm.a', 'm.b']),
    fc.array(fc.constantFrom('set', 'add', 'append', 'remove', 'leave'), { minLength: 5, maxLength: 5 }),
    fc.array(itemValueArbitrary, { minLength: 5, maxLength: 5 }),
    small,
  )
  .map(([paths, kinds, values, by]) => {
    const of = (kind: string): string[] => paths.filter((_, index) => kinds[index] === kind);
    const set = Object.fromEntries(of('set').map((path, index) => [path, values[index] ?? 0]));
    const add = Object.fromEntries(of('add').map((path) => [path, by]));
    const append = Object.fromEntries(of('append').map((path, index) => [path, [values[index] ?? 0]]));
    return { set, add, append, remove: of('remove') };
  })
  .filter(({ set, add, append, remove }) => Object.keys({ ...set, ...add, ...append }).length + remove.length > 0);

const write: fc.Arbitrary<Write> = fc.oneof(
  fc.record({ kind: fc.constant('put' as const), key, attributes, when }),
  {
    weight: 2,
    arbitrary: fc
      .tuple(key, operations, when)
      .map(([at, does, holds]) => ({ ...does, kind: 'update' as const, key: at, when: holds })),
  },
  fc.record({ kind: fc.constant('delete' as const), key, when }),
);
const action: fc.Arbitrary<Write | Check> = fc.oneof(
  { weight: 4, arbitrary: write },
  fc.record({ kind: fc.constant('check' as const), key, when }),
);
const transaction = fc.uniqueArray(action, { minLength: 1, maxLength: 4, selector: (one) => keyText(one.key) });
const step = fc.oneof(
  write.map((one) => ({ alone: true, writes: [one] })),
  transaction.map((writes) => ({ alone: false, writes })),
);

/** Any later change to what was handed in or out throws. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}

async function perform(
  store: MemoryItemStore,
  { alone, writes }: { alone: boolean; writes: readonly (Write | Check)[] },
): Promise<unknown> {
  try {
    const [first] = writes;
    if (alone && first !== undefined && first.kind !== 'check') {
      const result = await store.write(first);
      return result.ok ? { ok: true } : { refused: [{ index: 0, current: result.current?.attributes }] };
    }
    const result = await store.transact(writes);
    return result.ok
      ? { ok: true }
      : { refused: result.refused.map(({ index, current }) => ({ index, current: current?.attributes })) };
  } catch {
    return { failed: true };
  }
}

function scanned(items: Iterable<Item>): Record<string, Attributes> {
  return Object.fromEntries([...items].map((item) => [keyText(item.key), frozen(item.attributes)]));
}

function replayed(changes: readonly ItemChange[]): Record<string, Attributes> {
  const items: Record<string, Attributes> = {};
  for (const { key: at, before, after } of changes) {
    expect(items[keyText(at)]).toEqual(before?.attributes);
    expect(after?.attributes).not.toEqual(before?.attributes);
    if (after === undefined) {
      Reflect.deleteProperty(items, keyText(at));
    } else {
      items[keyText(at)] = after.attributes;
    }
  }
  return items;
}

describe('createMemoryItemStore: any sequence of writes', () => {
  it('gives the answers and the items of a naive store, and its stream rebuilds them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const store = createMemoryItemStore();
        const naive = new NaiveStore();

        for (const one of steps) {
          const expected = naive.apply(one.writes);
          expect(await perform(store, frozen(one))).toEqual(expected);
          expect(scanned(store.scan())).toEqual(Object.fromEntries(naive.items));
        }

        expect(replayed(store.changesAfter(0, Number.MAX_SAFE_INTEGER))).toEqual(Object.fromEntries(naive.items));
      }),
      { numRuns: 300 },
    );
  });

  it('finds by prefix what a filter of all items finds, in the order of UTF-8 bytes', async () => {
    const sort = fc.string({
      unit: fc.constantFrom('a', 'b', 'é', '😀', '\uE000', '\uFFFD'),
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(sort, fc.boolean())),
        fc.string({ unit: fc.constantFrom('a', 'é', '😀'), maxLength: 2 }),
        async (edits, sortPrefix) => {
          const store = createMemoryItemStore();
          const present = new Set<string>();
          for (const [at, keep] of edits) {
            const where = { key: { partition: 'p', sort: at }, when: [] };
            await store.write(keep ? { kind: 'put', attributes: {}, ...where } : { kind: 'delete', ...where });
            if (keep) {
              present.add(at);
            } else {
              present.delete(at);
            }
            await store.query({ partition: 'p' });
          }

          const found = (await store.query({ partition: 'p', sortPrefix })).map((item) => item.key.sort);

          const bytes = (one: string): Buffer => Buffer.from(one);
          const expected = [...present].filter((one) => one.startsWith(sortPrefix));
          expect(found).toEqual(expected.sort((one, other) => Buffer.compare(bytes(one), bytes(other))));
        },
      ),
    );
  });
});
