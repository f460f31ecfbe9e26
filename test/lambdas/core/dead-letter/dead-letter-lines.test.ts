import { beforeEach, describe, expect, it } from '@jest/globals';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { auditPrefix } from '../../../../lambdas/core/audit/audit-key.ts';
import type { DeadLetterLines } from '../../../../lambdas/core/dead-letter/dead-letter-lines.ts';
import type { ItemStore } from '../../../../lambdas/core/ports/item-store.ts';
import { crashingItems } from '../../../../lambdas/testing/crashing-items.ts';
import { countingItems } from '../../../support/counting-items.ts';
import { audit, letter, linesUnderTest } from './lines-under-test.ts';

let store: ReturnType<typeof createMemoryItemStore>;
let lines: DeadLetterLines;

async function idsOf(key = 'a'): Promise<readonly string[]> {
  return (await lines.letters(key)).map(({ id }) => id);
}

const mark = (letterId: string, position: number, previous = 0): Parameters<DeadLetterLines['settle']>[1] => ({
  token: 't',
  letter: letterId,
  position,
  previous,
});

beforeEach(() => {
  store = createMemoryItemStore();
  ({ lines } = linesUnderTest(store));
});

describe('parking in a line', () => {
  it('keeps the letters of a key in the order in which they came, apart from those of other keys', async () => {
    for (const id of ['one', 'two', 'three']) {
      await lines.park(letter(id));
    }
    await lines.park(letter('other', { key: 'b' }));

    expect(await idsOf()).toEqual(['one', 'two', 'three']);
    expect(await idsOf('b')).toEqual(['other']);
    expect(await lines.lines()).toMatchObject([
      { key: 'a', letters: 3, since: 1000, redrive: undefined },
      { key: 'b', letters: 1 },
    ]);
  });

  it('keeps a letter whole', async () => {
    await lines.park(letter('one'));

    expect(await lines.letters('a')).toEqual([{ ...letter('one'), position: 1, parkedAt: 1000, redrives: 0 }]);
  });

  it('keeps a letter that comes twice once, where it stood', async () => {
    await lines.park(letter('one'));
    await lines.park(letter('two'));
    await lines.park(letter('one', { reason: 'again' }));

    expect((await lines.letters('a')).map(({ id, reason }) => [id, reason])).toEqual([
      ['one', 'because'],
      ['two', 'because'],
    ]);
    expect((await lines.line('a'))?.letters).toBe(2);
  });

  it.each([300 * 1024, 300 * 1024 + 1, 1_048_576])(
    'keeps a body of %i bytes, and nothing of it once it left',
    async (bytes) => {
      const body = 'é'.repeat(bytes / 2);
      await lines.park(letter('big', { body }));

      expect((await lines.letters('a'))[0]?.body).toBe(body);

      await lines.remove('big', audit('1'));
      expect([...store.scan()].map(({ key }) => key.sort).filter((sort) => !sort.startsWith(auditPrefix))).toEqual([
        'keys',
      ]);
    },
  );

  it('says whether any key is parked with one read', async () => {
    const { items, counts } = countingItems(store);
    const counted = linesUnderTest(items).lines;

    expect(await counted.anyParked()).toBe(false);
    await lines.park(letter('one'));
    expect(await counted.anyParked()).toBe(true);
    await lines.remove('one', audit('1'));
    expect(await counted.anyParked()).toBe(false);
    expect(counts).toEqual({ get: 3, write: 0, transact: 0, query: 0 });
  });

  it('loses no letter of many that are parked at once', async () => {
    await Promise.all(Array.from({ length: 6 }, (_, index) => lines.park(letter(`l${index}`))));

    expect([...(await idsOf())].sort()).toEqual(['l0', 'l1', 'l2', 'l3', 'l4', 'l5']);
    expect((await lines.line('a'))?.letters).toBe(6);
  });

  it('failure mode 54: fails as retryable when others change the line at every try', async () => {
    const busy: ItemStore = {
      ...store,
      transact: async () => ({
        ok: false,
        refused: [{ index: 0, current: await store.get({ partition: 'x', sort: 'x' }) }],
      }),
    };

    await expect(linesUnderTest(busy).lines.park(letter('one'))).rejects.toMatchObject({
      code: 'store-conflict',
      retryable: true,
    });
  });
});

describe('a redrive of a line', () => {
  beforeEach(async () => {
    await lines.park(letter('one'));
    await lines.park(letter('two'));
  });

  it('moves on with each letter that is settled, and ends with the line', async () => {
    expect(await lines.beginRedrive('t', audit('t', { action: 'redrive' }))).toBe(true);

    expect(await lines.settle('a', mark('one', 1))).toBe(true);
    expect(await lines.line('a')).toMatchObject({ letters: 1, redrive: { token: 't', reached: 1 } });
    expect(await lines.settle('a', mark('two', 2, 1))).toBe(true);
    expect(await lines.line('a')).toBeUndefined();
    expect(await lines.anyParked()).toBe(false);
  });

  it('settles nothing for the copy of another redrive, or for one that was settled before', async () => {
    await lines.beginRedrive('later', audit('1', { action: 'redrive' }));

    expect(await lines.settle('a', mark('one', 1))).toBe(false);
    expect(await idsOf()).toEqual(['one', 'two']);
    await lines.beginRedrive('t', audit('2', { action: 'redrive' }));
    expect(await lines.settle('a', mark('one', 1))).toBe(true);
    expect(await lines.settle('a', mark('one', 1))).toBe(false);
    expect(await idsOf()).toEqual(['two']);
  });

  it('ends with a letter that fails for good: it stays first, with its new reason', async () => {
    await lines.beginRedrive('t', audit('1', { action: 'redrive' }));
    await lines.reject('a', mark('one', 1), { reason: 'still broken', receiveCount: 3 });

    expect(await lines.line('a')).toMatchObject({ letters: 2, redrive: undefined });
    expect((await lines.letters('a'))[0]).toMatchObject({
      id: 'one',
      reason: 'still broken',
      receiveCount: 3,
      redrives: 1,
    });
  });

  it.each<readonly [string, (at: DeadLetterLines) => Promise<unknown>]>([
    ['a removal', (at) => at.remove('two', audit('2'))],
    ['a correction', (at) => at.correct('two', 'new', audit('2', { action: 'edit' }))],
  ])('ends with %s, so that what is on its way counts no more', async (_, change) => {
    await lines.beginRedrive('t', audit('1', { action: 'redrive' }));
    await change(lines);

    expect((await lines.line('a'))?.redrive).toBeUndefined();
    expect(await lines.settle('a', mark('one', 1))).toBe(false);
  });

  it('begins nowhere when there is no line', async () => {
    expect(await lines.beginRedrive('t', audit('1', { key: 'none' }))).toBe(false);
  });
});

describe('what operators do', () => {
  beforeEach(() => lines.park(letter('one')));

  it('corrects a body and keeps what was said of it', async () => {
    const record = audit('1', { action: 'edit', letters: ['one'], before: 'body of one', after: 'better' });

    expect(await lines.correct('one', 'better', record)).toBe(true);
    expect(await lines.letters('a')).toMatchObject([{ id: 'one', body: 'better', reason: 'because', position: 1 }]);
  });

  it('keeps nothing of a long body that was corrected, or of a correction that found no letter', async () => {
    await lines.park(letter('big', { body: 'x'.repeat(400_000) }));
    await lines.correct('big', 'y'.repeat(400_000), audit('1', { action: 'edit' }));
    await lines.correct('none', 'z'.repeat(400_000), audit('2', { action: 'edit' }));

    expect((await lines.letters('a')).at(-1)?.body).toBe('y'.repeat(400_000));
    const pieces = [...store.scan()].map(({ key }) => key.sort).filter((sort) => sort.startsWith('body#'));
    expect(pieces).toEqual(['body#big#1-0', 'body#big#1-1']);
  });

  it('answers false for a letter that is not there, and leaves no record of it', async () => {
    expect(await lines.remove('none', audit('1'))).toBe(false);
    expect(await lines.correct('none', 'x', audit('2'))).toBe(false);
    expect(await lines.remove('one', audit('3', { key: 'none' }))).toBe(false);
    expect([...store.scan()].filter(({ key }) => key.sort.startsWith(auditPrefix))).toEqual([]);
  });

  it('keeps a record of each change in the transaction of the change', async () => {
    await lines.remove('one', audit('9', { letters: ['one'], before: 'body of one' }));

    const records = await store.query({ partition: 'parked-work', sortPrefix: auditPrefix });
    expect(records.map(({ attributes }) => attributes)).toEqual([
      { id: '9', action: 'drop', by: 'ann', at: 2000, key: 'a', letters: ['one'], before: 'body of one' },
    ]);
  });

  it('cuts a body that no record could hold', async () => {
    await lines.remove('one', audit('9', { before: 'x'.repeat(60_000) }));

    const [record] = await store.query({ partition: 'parked-work', sortPrefix: auditPrefix });
    expect(record?.attributes['before']).toBe(`${'x'.repeat(50_000)} [60000 characters]`);
  });
});

describe('a crash', () => {
  it.each(['before', 'after'] as const)(
    '%s any call of a change leaves a line that the next try completes',
    async (when) => {
      for (let call = 1; call <= 12; call += 1) {
        store = createMemoryItemStore();
        ({ lines } = linesUnderTest(store));
        await lines.park(letter('one'));
        const dying = linesUnderTest(crashingItems(store, { request: call, when }).items).lines;
        const story = async (at: DeadLetterLines): Promise<void> => {
          await at.park(letter('two'));
          await at.beginRedrive('t', audit(`redrive ${call}`, { action: 'redrive' }));
          await at.settle('a', mark('one', 1));
          await at.settle('a', mark('two', 2, 1));
        };
        await story(dying).catch(() => undefined);
        if ((await lines.line('a')) !== undefined) {
          await lines.park(letter('two'));
          await lines.beginRedrive('t', audit(`again ${call}`, { action: 'redrive' }));
          await lines.settle('a', mark('one', 1));
          await lines.settle('a', mark('two', 2, 1));
        }

        expect([await lines.line('a'), await lines.anyParked(), await idsOf()]).toEqual([undefined, false, []]);
      }
    },
  );
});
