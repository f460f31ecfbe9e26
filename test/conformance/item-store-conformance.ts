import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PipelineErrorCode } from '../../lambdas/contracts/errors/pipeline-error.ts';
import type { ItemChange } from '../../lambdas/core/ports/item-change.ts';
import type {
  Attributes,
  Check,
  Condition,
  Item,
  ItemKey,
  ItemStore,
  ItemValue,
  Put,
  Query,
  Update,
} from '../../lambdas/core/ports/item-store.ts';
import { itemBytes } from '../../lambdas/core/item-size/item-bytes.ts';

/** A store under test. */
export interface OpenItemStore {
  readonly store: ItemStore;
  /** The changes of one partition in stream order; waits until there are `count`, and for none more. */
  readonly changesOf: (partition: string, count: number) => Promise<readonly ItemChange[]>;
  readonly close: () => Promise<void>;
}

const itemLimit = 409_600;

/** What the endpoint below a store does not do; every omission is a gap of that endpoint, listed in its fidelity notes. */
export interface ConformanceOptions {
  /** Whether a number, list or map that an update works on must be one. @default true */
  readonly checksOperands?: boolean;
}

/** What every `ItemStore` must do; `open` makes one store for the whole suite, each test uses a partition of its own. */
export function itemStoreConformance(
  name: string,
  open: () => Promise<OpenItemStore>,
  { checksOperands = true }: ConformanceOptions = {},
): void {
  describe(`item store (${name})`, () => {
    let opened: OpenItemStore;
    let partitions = 0;

    beforeAll(async () => {
      opened = await open();
    }, 30_000);
    afterAll(async () => {
      await opened.close();
    });

    const newPartition = (): string => {
      partitions += 1;
      return `conformance-${partitions}`;
    };
    const newKey = (sort = 'tip'): ItemKey => ({ partition: newPartition(), sort });
    const given = async (attributes: Attributes, key = newKey()): Promise<ItemKey> => {
      await opened.store.write(put(key, attributes));
      return key;
    };
    const attributesOf = async (key: ItemKey): Promise<Attributes | undefined> =>
      (await opened.store.get(key))?.attributes;

    describe('values', () => {
      it('gives undefined for an item that is not there', async () => {
        expect(await opened.store.get(newKey())).toBeUndefined();
      });

      it.each<[string, ItemValue]>([
        ['empty text', ''],
        ['text beyond the basic plane', 'Grüße, 世界 👩‍👩‍👧 \u0000\uE000'],
        ['zero', 0],
        ['a negative fraction', -0.125],
        ['the greatest safe integer', Number.MAX_SAFE_INTEGER],
        ['the least safe integer', Number.MIN_SAFE_INTEGER],
        ['seventeen digits', 0.1 + 0.2],
        ['a small fraction', 1.5e-100],
        ['true', true],
        ['false', false],
        ['an empty list', []],
        ['an empty map', {}],
        ['a mixed list', ['a', 1, true, [], [''], { b: {} }]],
        ['a nested map', { a: { 'b.c': [{ d: '' }] }, '': 'empty name' }],
        ['a map with names of inherited properties', { constructor: 'a', toString: 1, hasOwnProperty: true }],
      ])('failure mode 23: gives back %s as it was put', async (_title, value) => {
        const key = await given({ value });

        expect(await attributesOf(key)).toEqual({ value });
      });

      it.each<[string, unknown]>([
        ['undefined', undefined],
        ['null', null],
        ['NaN', Number.NaN],
        ['an infinity', Number.POSITIVE_INFINITY],
        ['an integer beyond 2^53', 2 ** 53],
        ['a number that is too small', 1e-200],
        ['a bigint', 1n],
        ['a date', new Date(0)],
        ['a set', new Set(['a'])],
        ['a function', () => 1],
      ])('failure mode 23: rejects %s wherever it stands and leaves the item as it was', async (_title, value) => {
        const key = await given({ n: 1 });
        // What a caller without types, or with a hole in them, would hand over.
        const smuggled = value as ItemValue;

        await expect(opened.store.write(put(key, { list: [{ a: smuggled }] }))).rejects.toMatchObject({
          code: 'input-invalid',
          retryable: false,
        });
        await expect(opened.store.write(update(key, { append: { list: [smuggled] } }))).rejects.toMatchObject({
          code: 'input-invalid',
        });
        await expect(opened.store.transact([put(key, { a: smuggled })])).rejects.toMatchObject({
          code: 'input-invalid',
        });
        expect(await attributesOf(key)).toEqual({ n: 1 });
      });

      it('rejects an attribute that is named like a part of the key', async () => {
        await expect(opened.store.write(put(newKey(), { pk: 'a' }))).rejects.toMatchObject({ code: 'input-invalid' });
        await expect(opened.store.write(update(newKey(), { set: { sk: 'a' } }))).rejects.toMatchObject({
          code: 'input-invalid',
        });
        await expect(opened.store.write(update(newKey(), { remove: ['pk'] }))).rejects.toMatchObject({
          code: 'input-invalid',
        });
      });

      it('rejects a key without text', async () => {
        await expect(opened.store.write(put({ partition: '', sort: 'a' }, {}))).rejects.toMatchObject({
          code: 'input-invalid',
        });
        await expect(opened.store.write(put({ partition: 'a', sort: '' }, {}))).rejects.toMatchObject({
          code: 'input-invalid',
        });
      });

      it('accepts names that are reserved words of the query language', async () => {
        const key = await given({ status: 'open', data: { value: 1 }, items: [] });

        await opened.store.write(
          update(key, { set: { 'data.value': 2 }, add: { count: 1 }, append: { items: ['a'] }, remove: ['status'] }),
        );

        expect(await attributesOf(key)).toEqual({ data: { value: 2 }, items: ['a'], count: 1 });
      });

      it('failure mode 22: reads what was just written, every time', async () => {
        const key = newKey();

        for (let version = 1; version <= 20; version += 1) {
          await opened.store.write(put(key, { version }));
          expect(await attributesOf(key)).toEqual({ version });
          expect(await opened.store.query({ partition: key.partition })).toEqual([{ key, attributes: { version } }]);
        }
      });
    });

    describe('conditions', () => {
      const here: Attributes = { n: 5, text: 'b', flag: true, map: { entry: 7, 'a.b': 1 }, list: [1] };

      it.each<[string, Condition, boolean]>([
        ['item present', { item: 'present' }, true],
        ['item absent', { item: 'absent' }, false],
        ['attribute present', { attribute: 'n', is: 'present' }, true],
        ['attribute absent', { attribute: 'n', is: 'absent' }, false],
        ['missing attribute present', { attribute: 'x', is: 'present' }, false],
        ['missing attribute absent', { attribute: 'x', is: 'absent' }, true],
        ['entry present', { attribute: 'map.entry', is: 'present' }, true],
        ['entry with a dot present', { attribute: 'map.a.b', is: 'present' }, true],
        ['missing entry absent', { attribute: 'map.x', is: 'absent' }, true],
        ['entry of a missing map absent', { attribute: 'x.entry', is: 'absent' }, true],
        ['entry of a text absent', { attribute: 'text.length', is: 'absent' }, true],
        ['inherited name absent', { attribute: 'constructor', is: 'absent' }, true],
        ['equal number', { attribute: 'n', is: 'equal', value: 5 }, true],
        ['other number', { attribute: 'n', is: 'equal', value: 6 }, false],
        ['equal text', { attribute: 'text', is: 'equal', value: 'b' }, true],
        ['equal boolean', { attribute: 'flag', is: 'equal', value: true }, true],
        ['other boolean', { attribute: 'flag', is: 'equal', value: false }, false],
        ['number as text', { attribute: 'n', is: 'equal', value: '5' }, false],
        ['missing attribute equal', { attribute: 'x', is: 'equal', value: 5 }, false],
        ['equal entry', { attribute: 'map.entry', is: 'equal', value: 7 }, true],
        ['at least, below', { attribute: 'n', is: 'atLeast', value: 4 }, true],
        ['at least, at', { attribute: 'n', is: 'atLeast', value: 5 }, true],
        ['at least, above', { attribute: 'n', is: 'atLeast', value: 6 }, false],
        ['at least, missing', { attribute: 'x', is: 'atLeast', value: 0 }, false],
        ['at least, text', { attribute: 'text', is: 'atLeast', value: 0 }, false],
        ['at most, below', { attribute: 'n', is: 'atMost', value: 4 }, false],
        ['at most, at', { attribute: 'n', is: 'atMost', value: 5 }, true],
        ['at most, above', { attribute: 'n', is: 'atMost', value: 6 }, true],
        ['at most, missing', { attribute: 'x', is: 'atMost', value: 9 }, false],
        ['at most, entry', { attribute: 'map.entry', is: 'atMost', value: 7 }, true],
        ['any of none', { any: [] }, false],
        ['any, one holds', { any: [{ item: 'absent' }, { attribute: 'n', is: 'equal', value: 5 }] }, true],
        ['any, none holds', { any: [{ item: 'absent' }, { attribute: 'n', is: 'equal', value: 6 }] }, false],
        ['any within any', { any: [{ any: [{ item: 'absent' }, { item: 'present' }] }] }, true],
      ])('judges "%s" on every kind of write', async (_title, condition, holds) => {
        const keys = await Promise.all(['put', 'update', 'delete', 'check'].map(() => given(here)));
        const [first, second, third, fourth] = keys.map((key) => ({ key, when: [condition] }));

        const results = await Promise.all([
          opened.store.write({ kind: 'put', attributes: { n: 1 }, ...assertDefined(first) }),
          opened.store.write({ kind: 'update', set: { n: 1 }, ...assertDefined(second) }),
          opened.store.write({ kind: 'delete', ...assertDefined(third) }),
          opened.store.transact([{ kind: 'check', ...assertDefined(fourth) }]),
        ]);

        expect(results.map(({ ok }) => ok)).toEqual([holds, holds, holds, holds]);
        expect(await attributesOf(assertDefined(first).key)).toEqual(holds ? { n: 1 } : here);
        expect(await attributesOf(assertDefined(second).key)).toEqual(holds ? { ...here, n: 1 } : here);
        expect(await attributesOf(assertDefined(third).key)).toEqual(holds ? undefined : here);
        expect(await attributesOf(assertDefined(fourth).key)).toEqual(here);
      });

      it.each<[string, Condition, boolean]>([
        ['item absent', { item: 'absent' }, true],
        ['item present', { item: 'present' }, false],
        ['attribute absent', { attribute: 'n', is: 'absent' }, true],
        ['attribute equal', { attribute: 'n', is: 'equal', value: 5 }, false],
        ['attribute at most', { attribute: 'n', is: 'atMost', value: 5 }, false],
        ['entry absent', { attribute: 'map.entry', is: 'absent' }, true],
        [
          'absent or expired',
          {
            any: [
              { attribute: 'until', is: 'absent' },
              { attribute: 'until', is: 'atMost', value: 9 },
            ],
          },
          true,
        ],
      ])('judges "%s" where there is no item', async (_title, condition, holds) => {
        const key = newKey();

        const result = await opened.store.write(put(key, { n: 1 }, [condition]));

        expect(result).toEqual(holds ? { ok: true } : { ok: false, current: undefined });
        expect(await attributesOf(key)).toEqual(holds ? { n: 1 } : undefined);
      });

      it('needs all conditions of a write to hold', async () => {
        const key = await given({ a: 1, b: 2 });
        const a: Condition = { attribute: 'a', is: 'equal', value: 1 };
        const b: Condition = { attribute: 'b', is: 'equal', value: 3 };

        expect(await opened.store.write(put(key, {}, [a, b]))).toMatchObject({ ok: false });
        expect(await opened.store.write(put(key, {}, [b, a]))).toMatchObject({ ok: false });
        expect(await opened.store.write(put(key, {}, [a]))).toEqual({ ok: true });
      });

      it('joins "any" with its neighbours by and, not by or', async () => {
        const key = await given({ a: 1, b: 2 });

        const result = await opened.store.write(
          put(key, {}, [
            { attribute: 'a', is: 'equal', value: 9 },
            {
              any: [
                { attribute: 'b', is: 'equal', value: 9 },
                { attribute: 'b', is: 'equal', value: 2 },
              ],
            },
          ]),
        );

        expect(result).toMatchObject({ ok: false });
      });

      it('failure mode 19: a refused put, update or delete brings the item as it is', async () => {
        const attributes = { version: 3, outbox: { '1': 'a' }, empty: [] };
        const key = await given(attributes);
        const when: readonly Condition[] = [{ attribute: 'version', is: 'equal', value: 2 }];
        const refusal = { ok: false, current: { key, attributes } };

        expect(await opened.store.write(put(key, {}, when))).toEqual(refusal);
        expect(await opened.store.write({ ...update(key, { set: { a: 1 } }), when })).toEqual(refusal);
        expect(await opened.store.write({ kind: 'delete', key, when })).toEqual(refusal);
      });
    });

    describe('updates', () => {
      const expectRejected = async (
        before: Attributes,
        operations: Partial<Update>,
        code: PipelineErrorCode,
      ): Promise<void> => {
        const key = await given(before);
        const neighbour = newKey();

        await expect(opened.store.write(update(key, operations))).rejects.toMatchObject({ code });
        await expect(opened.store.transact([put(neighbour, {}), update(key, operations)])).rejects.toMatchObject({
          code,
        });

        expect(await attributesOf(key)).toEqual(before);
        expect(await attributesOf(neighbour)).toBeUndefined();
      };

      it('creates an absent item', async () => {
        const key = newKey();

        const result = await opened.store.write(
          update(key, { set: { a: 'x' }, add: { n: 2 }, append: { list: ['y'] }, remove: ['z'] }),
        );

        expect(result).toEqual({ ok: true });
        expect(await attributesOf(key)).toEqual({ a: 'x', n: 2, list: ['y'] });
      });

      it.each(
        exampleRows([
          ['sets and leaves the others', { a: 1, b: 2 }, { set: { a: 3, c: 4 } }, { a: 3, b: 2, c: 4 }],
          ['sets an entry', { m: { a: 1, b: 2 } }, { set: { 'm.a': 3 } }, { m: { a: 3, b: 2 } }],
          ['sets a new entry', { m: {} }, { set: { 'm.x': { y: [] } } }, { m: { x: { y: [] } } }],
          ['divides a path at its first dot only', { m: {} }, { set: { 'm.x.y': 1 } }, { m: { 'x.y': 1 } }],
          ['replaces a map by a text', { m: { a: 1 } }, { set: { m: '' } }, { m: '' }],
          ['adds', { n: 5 }, { add: { n: -7 } }, { n: -2 }],
          ['adds to nothing', {}, { add: { n: 3 } }, { n: 3 }],
          ['adds to an entry', { m: { n: 1 } }, { add: { 'm.n': 1, 'm.k': 2 } }, { m: { n: 2, k: 2 } }],
          ['appends', { l: [1] }, { append: { l: ['a', []] } }, { l: [1, 'a', []] }],
          ['appends to nothing', {}, { append: { l: ['a'] } }, { l: ['a'] }],
          ['appends nothing to nothing', {}, { append: { l: [] } }, { l: [] }],
          [
            'appends to an entry',
            { m: { l: [1] } },
            { append: { 'm.l': [2], 'm.k': [3] } },
            { m: { l: [1, 2], k: [3] } },
          ],
          ['removes', { a: 1, b: 2 }, { remove: ['a'] }, { b: 2 }],
          ['removes an absent attribute', { a: 1 }, { remove: ['b'] }, { a: 1 }],
          ['removes an entry and keeps the map', { m: { a: 1 } }, { remove: ['m.a'] }, { m: {} }],
          ['sets an absent attribute if absent', { a: 1 }, { setIfAbsent: { b: 2 } }, { a: 1, b: 2 }],
          ['keeps one that is there, whatever its type', { a: 'x' }, { setIfAbsent: { a: 2 } }, { a: 'x' }],
          [
            'keeps values that only look like nothing',
            { zero: 0, text: '', flag: false, list: [], map: {} },
            { setIfAbsent: { zero: 1, text: 'x', flag: true, list: [1], map: { a: 1 } } },
            { zero: 0, text: '', flag: false, list: [], map: {} },
          ],
          [
            'sets and keeps entries of a map if absent',
            { m: { a: 1 } },
            { setIfAbsent: { 'm.a': 9, 'm.b': { c: [] }, 'm.b.c': 2 } },
            { m: { a: 1, b: { c: [] }, 'b.c': 2 } },
          ],
          [
            'sets if absent beside set, add, append and remove',
            { n: 1, m: { a: 1, b: 2 }, since: 5 },
            {
              ...{ set: { 'm.c': 3, shard: 's' }, setIfAbsent: { since: 9, until: 7, 'm.d': 4, 'm.b': 0 } },
              ...{ add: { n: 1, 'm.n': 1 }, append: { log: ['x'] }, remove: ['m.a'] },
            },
            { n: 2, m: { b: 2, c: 3, d: 4, n: 1 }, since: 5, shard: 's', until: 7, log: ['x'] },
          ],
          ['removes an absent entry', { m: { a: 1 } }, { remove: ['m.b'] }, { m: { a: 1 } }],
          [
            'does everything at once',
            { v: 1, out: { '1': 'a', '2': 'b' }, log: ['x'] },
            { set: { 'out.3': 'c', s: 'on' }, add: { v: 1 }, append: { log: ['y'] }, remove: ['out.1', 'gone'] },
            { v: 2, out: { '2': 'b', '3': 'c' }, log: ['x', 'y'], s: 'on' },
          ],
        ]),
      )('%s', async (_title, { before, operations, after }) => {
        const key = await given(before);
        const other = await given(before);

        expect(await opened.store.write(update(key, operations))).toEqual({ ok: true });
        expect(await opened.store.transact([update(other, operations)])).toEqual({ ok: true });

        expect(await attributesOf(key)).toEqual(after);
        expect(await attributesOf(other)).toEqual(after);
      });

      it.each<[string, Attributes, Partial<Update>]>([
        ['a path into an absent map', { a: 1 }, { set: { 'm.x': 1 } }],
        ['adding into an absent map', { a: 1 }, { add: { 'm.x': 1 } }],
        ['appending into an absent map', { a: 1 }, { append: { 'm.x': [1] } }],
        ['setting into an absent map if absent', { a: 1 }, { setIfAbsent: { 'm.x': 1 } }],
      ])('rejects %s and changes nothing, alone and in a transaction', async (_title, before, operations) => {
        await expectRejected(before, operations, 'store-unavailable');
      });

      (checksOperands ? it : it.skip).each<[string, Attributes, Partial<Update>]>([
        ['a path into a text', { m: 'text' }, { set: { 'm.x': 1 } }],
        ['setting into a text if absent', { m: 'text' }, { setIfAbsent: { 'm.x': 1 } }],
        ['adding to a text', { a: '1' }, { add: { a: 1 } }],
        ['appending to a text', { a: '1' }, { append: { a: [1] } }],
        ['appending to a map', { a: {} }, { append: { a: [1] } }],
        ['removing from an absent map of an item that is there', { a: 1 }, { remove: ['m.x'] }],
      ])('rejects %s and changes nothing, alone and in a transaction', async (_title, before, operations) => {
        await expectRejected(before, operations, 'store-unavailable');
      });

      it.each<[string, Attributes, Partial<Update>]>([
        ['two operations on one attribute', { a: 1 }, { set: { a: 1 }, add: { a: 1 } }],
        ['two operations on one entry', { m: { x: 1 } }, { set: { 'm.x': 1 }, remove: ['m.x'] }],
        ['setting and setting if absent', { a: 1 }, { set: { a: 1 }, setIfAbsent: { a: 1 } }],
        ['setting if absent and removing', { a: 1 }, { setIfAbsent: { a: 1 }, remove: ['a'] }],
        ['setting if absent within a set map', { m: {} }, { set: { m: {} }, setIfAbsent: { 'm.x': 1 } }],
        ['an operation within a set map', { m: {} }, { set: { m: {}, 'm.x': 1 } }],
        ['setting a map after an operation within', { m: {} }, { set: { 'm.x': 1, m: {} } }],
      ])('rejects %s and changes nothing, alone and in a transaction', async (_title, before, operations) => {
        await expectRejected(before, operations, 'input-invalid');
      });

      it('creates an absent item with what it sets if absent', async () => {
        const key = newKey();

        expect(await opened.store.write(update(key, { setIfAbsent: { a: 1 } }))).toEqual({ ok: true });
        expect(await opened.store.write(update(key, { setIfAbsent: { a: 2, b: 2 } }))).toEqual({ ok: true });

        expect(await attributesOf(key)).toEqual({ a: 1, b: 2 });
      });

      it('sets nothing if absent when the condition does not hold, alone or for a neighbour of the transaction', async () => {
        const key = await given({ a: 1 });
        const when: readonly Condition[] = [{ attribute: 'b', is: 'present' }];
        const setting = update(key, { setIfAbsent: { b: 2 } });

        expect(await opened.store.write({ ...setting, when })).toEqual({
          ok: false,
          current: { key, attributes: { a: 1 } },
        });
        expect(await opened.store.transact([setting, { kind: 'check', key: newKey(), when }])).toMatchObject({
          ok: false,
        });

        expect(await attributesOf(key)).toEqual({ a: 1 });
      });

      it('judges conditions on the item before anything is set if absent', async () => {
        const key = await given({ m: {} });

        const result = await opened.store.write(
          update(key, { setIfAbsent: { a: 1, 'm.x': 1 } }, [
            { attribute: 'a', is: 'absent' },
            { attribute: 'm.x', is: 'absent' },
          ]),
        );

        expect(result).toEqual({ ok: true });
        expect(await attributesOf(key)).toEqual({ a: 1, m: { x: 1 } });
      });

      it('judges the condition before the paths', async () => {
        const key = await given({ a: 1 });

        const result = await opened.store.write({
          ...update(key, { set: { 'm.x': 1 } }),
          when: [{ attribute: 'a', is: 'equal', value: 2 }],
        });

        expect(result).toEqual({ ok: false, current: { key, attributes: { a: 1 } } });
      });

      it('rejects an update without an operation', async () => {
        await expect(opened.store.write(update(newKey(), {}))).rejects.toMatchObject({ code: 'input-invalid' });
      });

      it('deletes an item, and an absent one without complaint', async () => {
        const key = await given({ a: 1 });

        expect(await opened.store.write({ kind: 'delete', key, when: [] })).toEqual({ ok: true });
        expect(await opened.store.write({ kind: 'delete', key, when: [] })).toEqual({ ok: true });

        expect(await opened.store.get(key)).toBeUndefined();
      });

      it('does not change a snapshot that was handed out', async () => {
        const key = await given({ n: 1, m: { a: 1 }, l: [1] });
        const snapshot = await opened.store.get(key);

        await opened.store.write(
          update(key, { add: { n: 1 }, set: { 'm.b': 2 }, remove: ['m.a'], append: { l: [2] } }),
        );

        expect(snapshot).toEqual({ key, attributes: { n: 1, m: { a: 1 }, l: [1] } });
      });
    });

    describe('transactions', () => {
      it('makes every kind of change at once', async () => {
        const partition = newPartition();
        const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((sort) => ({ partition, sort })) as [
          ItemKey,
          ItemKey,
          ItemKey,
          ItemKey,
        ];
        await given({ n: 1 }, b);
        await given({ n: 1 }, c);
        await given({ n: 1 }, d);

        const result = await opened.store.transact([
          put(a, { n: 1 }, [{ item: 'absent' }]),
          update(b, { add: { n: 1 } }),
          { kind: 'delete', key: c, when: [{ item: 'present' }] },
          { kind: 'check', key: d, when: [{ attribute: 'n', is: 'equal', value: 1 }] },
        ]);

        expect(result).toEqual({ ok: true });
        expect(await opened.store.query({ partition })).toEqual([
          { key: a, attributes: { n: 1 } },
          { key: b, attributes: { n: 2 } },
          { key: d, attributes: { n: 1 } },
        ]);
      });

      it('failure mode 19: makes none when one is refused, and names which with the item as it is', async () => {
        const partition = newPartition();
        const at = (sort: string): ItemKey => ({ partition, sort });
        await given({ version: 7 }, at('b'));

        const result = await opened.store.transact([
          put(at('a'), {}, [{ item: 'absent' }]),
          update(at('b'), { add: { version: 1 } }, [{ attribute: 'version', is: 'equal', value: 6 }]),
          put(at('c'), {}, [{ item: 'absent' }]),
          { kind: 'check', key: at('d'), when: [{ item: 'present' }] },
        ]);

        expect(result).toEqual({
          ok: false,
          refused: [
            { index: 1, current: { key: at('b'), attributes: { version: 7 } } },
            { index: 3, current: undefined },
          ],
        });
        expect(await opened.store.query({ partition })).toEqual([{ key: at('b'), attributes: { version: 7 } }]);
      });

      it('does nothing for no actions', async () => {
        expect(await opened.store.transact([])).toEqual({ ok: true });
      });

      it('lets a check without conditions pass', async () => {
        const key = newKey();

        expect(await opened.store.transact([{ kind: 'check', key: newKey(), when: [] }, put(key, {})])).toEqual({
          ok: true,
        });
      });

      it('may be made twice: the second is a transaction of its own', async () => {
        const key = newKey();

        await opened.store.transact([update(key, { add: { n: 1 } })]);
        await opened.store.transact([update(key, { add: { n: 1 } })]);

        expect(await attributesOf(key)).toEqual({ n: 2 });
      });

      it('failure mode 14: takes 100 actions and rejects 101', async () => {
        const partition = newPartition();
        const writes = Array.from({ length: 101 }, (_, index) => put({ partition, sort: String(index) }, { index }));

        await expect(opened.store.transact(writes)).rejects.toMatchObject({ code: 'store-limit', retryable: false });
        expect(await opened.store.query({ partition })).toEqual([]);

        expect(await opened.store.transact(writes.slice(1))).toEqual({ ok: true });
        expect(await opened.store.query({ partition })).toHaveLength(100);
      });

      it('failure mode 14: rejects an item named twice, whatever the actions', async () => {
        const key = newKey();
        const check: Check = { kind: 'check', key: { ...key }, when: [] };

        await expect(opened.store.transact([put(key, {}), check])).rejects.toMatchObject({ code: 'store-limit' });
        expect(await opened.store.get(key)).toBeUndefined();
      });

      it('tells keys apart whose texts join to the same', async () => {
        const partition = newPartition();

        const result = await opened.store.transact([
          put({ partition: `${partition}a`, sort: 'b' }, {}),
          put({ partition, sort: 'ab' }, {}),
        ]);

        expect(result).toEqual({ ok: true });
      });

      it('failure mode 14: rejects more than 4 MB and makes none of it', async () => {
        const partition = newPartition();
        const body = 'x'.repeat(390_000);
        const writes = Array.from({ length: 11 }, (_, index) => put({ partition, sort: String(index) }, { body }));

        await expect(opened.store.transact(writes)).rejects.toMatchObject({ code: 'store-limit', retryable: false });
        expect(await opened.store.query({ partition })).toEqual([]);

        expect(await opened.store.transact(writes.slice(1))).toEqual({ ok: true });
      });
    });

    describe('sizes', () => {
      const padded = (key: ItemKey, bytes: number, filling: string): Attributes => {
        const rest = bytes - itemBytes({ key, attributes: { body: '' } });
        const width = Buffer.byteLength(filling);
        return { body: filling.repeat(Math.floor(rest / width)) + 'x'.repeat(rest % width) };
      };

      it.each(['a', 'é', '世', '😀'])(
        'failure mode 15: takes 400 KB of "%s" and rejects one byte more',
        async (letter) => {
          const key = newKey();

          await expect(opened.store.write(put(key, padded(key, itemLimit + 1, letter)))).rejects.toMatchObject({
            code: 'store-limit',
            retryable: false,
          });
          expect(await opened.store.get(key)).toBeUndefined();

          const attributes = padded(key, itemLimit, letter);
          expect(await opened.store.write(put(key, attributes))).toEqual({ ok: true });
          expect(await attributesOf(key)).toEqual(attributes);
        },
      );

      it('failure mode 15: rejects an update that grows an item beyond 400 KB and leaves the item', async () => {
        const key = newKey();
        const attributes = padded(key, itemLimit - 100, 'a');
        await given(attributes, key);

        await expect(opened.store.write(update(key, { set: { more: 'x'.repeat(200) } }))).rejects.toMatchObject({
          code: 'store-limit',
        });
        await expect(opened.store.transact([update(key, { set: { more: 'x'.repeat(200) } })])).rejects.toMatchObject({
          code: 'store-limit',
        });
        expect(await attributesOf(key)).toEqual(attributes);

        expect(await opened.store.write(update(key, { set: { more: 'x'.repeat(50) } }))).toEqual({ ok: true });
      });

      it('lets an item be rewritten for ever while it stays within 400 KB', async () => {
        const key = await given({ body: '' });

        for (let round = 0; round < 5; round += 1) {
          expect(await opened.store.write(update(key, { set: { body: String(round).repeat(150_000) } }))).toEqual({
            ok: true,
          });
        }
      });
    });

    describe('queries', () => {
      const filled = async (sorts: readonly string[]): Promise<string> => {
        const partition = newPartition();
        await opened.store.transact(sorts.map((sort) => put({ partition, sort }, {})));
        return partition;
      };
      const sortsOf = (items: readonly Item[]): readonly string[] => items.map(({ key }) => key.sort);

      it('gives nothing for a partition that is not there', async () => {
        expect(await opened.store.query({ partition: newPartition() })).toEqual([]);
      });

      it('gives a partition in the order of its sort keys, ascending or descending', async () => {
        const partition = await filled(['b', 'a', 'c', 'B', 'aa']);

        expect(sortsOf(await opened.store.query({ partition }))).toEqual(['B', 'a', 'aa', 'b', 'c']);
        expect(sortsOf(await opened.store.query({ partition, descending: true }))).toEqual(['c', 'b', 'aa', 'a', 'B']);
      });

      it('gives only the sort keys that begin with the prefix, in either order', async () => {
        const partition = await filled(['batch#2', 'batch#1', 'batch', 'bat', 'tip', 'batch$']);

        expect(sortsOf(await opened.store.query({ partition, sortPrefix: 'batch#' }))).toEqual(['batch#1', 'batch#2']);
        expect(sortsOf(await opened.store.query({ partition, sortPrefix: 'batch', descending: true }))).toEqual([
          'batch$',
          'batch#2',
          'batch#1',
          'batch',
        ]);
        expect(await opened.store.query({ partition, sortPrefix: 'x' })).toEqual([]);
        expect(await opened.store.query({ partition, sortPrefix: '' })).toHaveLength(6);
      });

      it.each<{ query: Omit<Query, 'partition'>; found: readonly string[] }>([
        { query: { from: 'p#2' }, found: ['p#2', 'p#4', 'q'] },
        { query: { from: 'p#3' }, found: ['p#4', 'q'] },
        { query: { from: 'z' }, found: [] },
        { query: { from: 'p#2', descending: true }, found: ['p#2', 'p#1', 'a'] },
        { query: { from: 'p#3', descending: true }, found: ['p#2', 'p#1', 'a'] },
        { query: { from: 'A', descending: true }, found: [] },
        { query: { sortPrefix: 'p#', from: 'p#2' }, found: ['p#2', 'p#4'] },
        { query: { sortPrefix: 'p#', from: 'a' }, found: ['p#1', 'p#2', 'p#4'] },
        { query: { sortPrefix: 'p#', from: 'q' }, found: [] },
        { query: { sortPrefix: 'p#', from: 'p#3', descending: true }, found: ['p#2', 'p#1'] },
        { query: { sortPrefix: 'p#', from: 'z', descending: true }, found: ['p#4', 'p#2', 'p#1'] },
        { query: { sortPrefix: 'p#', from: 'a', descending: true }, found: [] },
        { query: { limit: 1 }, found: ['a'] },
        { query: { limit: 9 }, found: ['a', 'p#1', 'p#2', 'p#4', 'q'] },
        { query: { limit: 2, descending: true }, found: ['q', 'p#4'] },
        { query: { sortPrefix: 'p#', from: 'p#2', limit: 1 }, found: ['p#2'] },
        { query: { sortPrefix: 'p#', from: 'p#3', limit: 1, descending: true }, found: ['p#2'] },
      ])('begins where it is told and ends at the limit: $query', async ({ query, found }) => {
        const partition = await filled(['p#4', 'a', 'p#1', 'q', 'p#2']);

        expect(sortsOf(await opened.store.query({ partition, ...query }))).toEqual(found);
      });

      it('sees what was added and removed since the last query', async () => {
        const partition = await filled(['b', 'd']);
        await opened.store.query({ partition });

        await opened.store.write(put({ partition, sort: 'c' }, {}));
        await opened.store.write({ kind: 'delete', key: { partition, sort: 'b' }, when: [] });

        expect(sortsOf(await opened.store.query({ partition }))).toEqual(['c', 'd']);
      });

      it('gives all pages of more than 1 MB, in order', async () => {
        const partition = newPartition();
        const body = '世'.repeat(20_000);
        const sorts = Array.from({ length: 30 }, (_, index) => `item#${String(index).padStart(3, '0')}`);
        for (const sort of sorts) {
          await opened.store.write(put({ partition, sort }, { body }));
        }

        const items = await opened.store.query({ partition, sortPrefix: 'item#' });

        expect(sortsOf(items)).toEqual(sorts);
        expect(items.every(({ attributes }) => attributes['body'] === body)).toBe(true);
        expect(sortsOf(await opened.store.query({ partition, descending: true }))).toEqual(sorts.toReversed());
      });
    });

    describe('contention', () => {
      it('lets exactly one of many conditional creations win', async () => {
        const key = newKey();

        const results = await Promise.all(
          Array.from({ length: 20 }, (_, by) => opened.store.write(put(key, { by }, [{ item: 'absent' }]))),
        );

        const winner = results.findIndex(({ ok }) => ok);
        expect(results.filter(({ ok }) => ok)).toHaveLength(1);
        expect(await attributesOf(key)).toEqual({ by: winner });
        expect(
          results.filter((result) => !result.ok).every(({ current }) => current?.attributes['by'] === winner),
        ).toBe(true);
      });

      it('failure mode 21: loses no increment of a version and leaves no gap', async () => {
        const key = await given({ version: 0, log: [] });
        const writers = 5;
        const each = 4;

        const increment = async (): Promise<void> => {
          let done = false;
          while (!done) {
            const version = Number((await attributesOf(key))?.['version']);
            const { ok } = await opened.store.write(
              update(key, { set: { version: version + 1 }, append: { log: [version + 1] } }, [
                { attribute: 'version', is: 'equal', value: version },
              ]),
            );
            done = ok;
          }
        };
        await Promise.all(
          Array.from({ length: writers }, async () => {
            for (let round = 0; round < each; round += 1) {
              await increment();
            }
          }),
        );

        const versions = Array.from({ length: writers * each }, (_, index) => index + 1);
        expect(await attributesOf(key)).toEqual({ version: writers * each, log: versions });
      });

      it('lets exactly one of many transactions over the same two items win', async () => {
        const partition = newPartition();
        const [a, b] = [
          { partition, sort: 'a' },
          { partition, sort: 'b' },
        ] as const;

        const results = await Promise.all(
          Array.from({ length: 10 }, (_, by) =>
            opened.store.transact([put(a, { by }, [{ item: 'absent' }]), put(b, { by }, [{ item: 'absent' }])]),
          ),
        );

        const winner = results.findIndex(({ ok }) => ok);
        expect(results.filter(({ ok }) => ok)).toHaveLength(1);
        expect(await opened.store.query({ partition })).toEqual([
          { key: a, attributes: { by: winner } },
          { key: b, attributes: { by: winner } },
        ]);
      });

      it('shows a transaction whole or not at all', async () => {
        const partition = newPartition();
        const sorts = ['a', 'b', 'c'];
        const write = async (): Promise<void> => {
          for (let round = 1; round <= 15; round += 1) {
            await opened.store.transact(sorts.map((sort) => put({ partition, sort }, { round })));
          }
        };
        const torn: unknown[] = [];
        const read = async (): Promise<void> => {
          for (let round = 1; round <= 30; round += 1) {
            const rounds = (await opened.store.query({ partition })).map(({ attributes }) => attributes['round']);
            if (new Set(rounds).size > 1 || ![0, 3].includes(rounds.length)) {
              torn.push(rounds);
            }
          }
        };

        await Promise.all([write(), read()]);

        expect(torn).toEqual([]);
      });
    });

    describe('stream', () => {
      it('gives each change of an item with what was before and after, in order', async () => {
        const key = newKey();
        await opened.store.write(put(key, { n: 1, m: {}, l: [] }));
        await opened.store.write(update(key, { add: { n: 1 }, set: { 'm.a': '' } }));
        await opened.store.write({ kind: 'delete', key, when: [] });

        const changes = await opened.changesOf(key.partition, 3);

        const first = { key, attributes: { n: 1, m: {}, l: [] } };
        const second = { key, attributes: { n: 2, m: { a: '' }, l: [] } };
        expect(changes.map(({ before, after }) => ({ before, after }))).toEqual([
          { before: undefined, after: first },
          { before: first, after: second },
          { before: second, after: undefined },
        ]);
        expect(changes.every((change) => change.key.sort === 'tip')).toBe(true);
        const sequences = changes.map(({ sequence }) => BigInt(sequence));
        expect(sequences).toEqual(sequences.toSorted((one, other) => (one < other ? -1 : 1)));
      });

      it('gives one change for each item of a transaction, and none for what it only checked', async () => {
        const partition = newPartition();
        await given({}, { partition, sort: 'checked' });
        await opened.store.transact([
          put({ partition, sort: 'a' }, { n: 1 }),
          { kind: 'check', key: { partition, sort: 'checked' }, when: [{ item: 'present' }] },
          put({ partition, sort: 'b' }, { n: 1 }),
        ]);

        const changes = await opened.changesOf(partition, 3);

        expect(changes.map(({ key }) => key.sort).sort()).toEqual(['a', 'b', 'checked']);
      });

      it('gives no change for what was refused or failed', async () => {
        const key = await given({ n: 1 });
        await opened.store.write(put(key, {}, [{ item: 'absent' }]));
        await opened.store.transact([put(newKey(), {}), put(key, {}, [{ item: 'absent' }])]);
        await expect(opened.store.write(update(key, { set: { 'm.x': 1 } }))).rejects.toThrow();
        await opened.store.write({ kind: 'delete', key: { ...key, sort: 'absent' }, when: [] });
        await opened.store.write(update(key, { set: { n: 2 } }));

        const changes = await opened.changesOf(key.partition, 2);

        expect(changes.map(({ after }) => after?.attributes)).toEqual([{ n: 1 }, { n: 2 }]);
      });
    });
  });
}

function put(key: ItemKey, attributes: Attributes, when: readonly Condition[] = []): Put {
  return { kind: 'put', key, attributes, when };
}

function update(key: ItemKey, operations: Partial<Update>, when: readonly Condition[] = []): Update {
  return { ...operations, kind: 'update', key, when };
}

function assertDefined<T>(value: T | undefined): T {
  if (value === undefined) {
    throw new TypeError('a fixture must be there');
  }
  return value;
}

interface UpdateExample {
  readonly before: Attributes;
  readonly operations: Partial<Update>;
  readonly after: Attributes;
}

function exampleRows(
  rows: readonly (readonly [string, Attributes, Partial<Update>, Attributes])[],
): [string, UpdateExample][] {
  return rows.map(([title, before, operations, after]) => [title, { before, operations, after }]);
}
