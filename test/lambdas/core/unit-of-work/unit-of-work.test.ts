import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  type MemoryItemStore,
  createMemoryItemStore,
} from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { openEnvelope } from '../../../../lambdas/contracts/events/decode-envelope.ts';
import { itemBytes } from '../../../../lambdas/core/item-size/item-bytes.ts';
import { storeLimits } from '../../../../lambdas/core/item-size/store-limits.ts';
import { outboxEntries } from '../../../../lambdas/core/outbox/outbox-entries.ts';
import { createSpill } from '../../../../lambdas/core/payload/spill.ts';
import type { Item, ItemKey, ItemStore, Put } from '../../../../lambdas/core/ports/item-store.ts';
import type { OutgoingMessage } from '../../../../lambdas/core/ports/publisher.ts';
import type { OutboxChange } from '../../../../lambdas/core/unit-of-work/outbox-change.ts';
import { type UnitOfWork, createUnitOfWork } from '../../../../lambdas/core/unit-of-work/unit-of-work.ts';
import { countingItems } from '../../../support/counting-items.ts';
import { memoryPayloads } from '../../../support/memory-payloads.ts';

const since = Date.UTC(2026, 0, 1);
const keyOf = (id: string): ItemKey => ({ partition: `order-${id}`, sort: 'tip' });

let memory: MemoryItemStore;
let counting: ReturnType<typeof countingItems>;
let payloads: ReturnType<typeof memoryPayloads>;

beforeEach(() => {
  memory = createMemoryItemStore();
  counting = countingItems(memory);
  payloads = memoryPayloads();
});

const unitOf = (items: Pick<ItemStore, 'write' | 'transact'> = counting.items): UnitOfWork =>
  createUnitOfWork({ items });

function spillingUnit(): UnitOfWork {
  const spill = createSpill({ payloads, spillBytes: 64 * 1024, fitsHome: () => true });
  return createUnitOfWork({ items: counting.items, spill });
}

/** A message whose body is an envelope of so many bytes. */
function message(id: string, key: string, bytes = 0): OutgoingMessage {
  const envelope = (text: string): string =>
    JSON.stringify({
      ...{ specversion: '1.0', id, source: '/test', type: 'noted', subject: key, time: '2026-01-01T00:00:00Z' },
      ...{ datacontenttype: 'application/json', dataschema: 'urn:event:noted:1', correlationid: id },
      data: { text },
    });
  return { id, type: 'noted', key, body: envelope('x'.repeat(Math.max(bytes - envelope('').length, 0))), since };
}

function creation(id: string, messages: readonly OutgoingMessage[], attributes = {}): OutboxChange {
  const write = { kind: 'put', key: keyOf(id), attributes: { version: 1, ...attributes }, when: [{ item: 'absent' }] };
  return { write: write as Put, version: 1, messages };
}

const plain = (id: string, text = ''): Put => ({
  kind: 'put',
  key: { partition: `stock-${id}`, sort: 'stock' },
  attributes: { text },
  when: [],
});

async function pending(key: ItemKey): Promise<readonly string[]> {
  return outboxEntries(await memory.get(key)).map((entry) => entry.message.id);
}

function everyItem(): readonly Item[] {
  return [...memory.scan()];
}

describe('a unit of work', () => {
  it('commits one item with all its messages in one write', async () => {
    const unit = unitOf();
    unit.change(creation('a', [message('m1', 'a'), message('m2', 'a')]));
    unit.publish(message('m3', 'b'));

    const result = await unit.commit();

    expect(result).toMatchObject({ ok: true, outboxes: [{ version: 1, key: keyOf('a') }] });
    expect(counting.counts).toEqual({ get: 0, write: 1, transact: 0, query: 0 });
    expect(await pending(keyOf('a'))).toEqual(['m1', 'm2', 'm3']);
  });

  it('failure mode 14: commits several items with 200 messages in one transaction of as many actions as items', async () => {
    const unit = unitOf();
    const messages = Array.from({ length: 200 }, (_, index) => message(`m${index}`, `k${index}`));
    unit.change(creation('a', messages));
    unit.add(plain('x'), plain('y'));

    await unit.commit();

    expect(counting.counts).toEqual({ get: 0, write: 0, transact: 1, query: 0 });
    expect(everyItem()).toHaveLength(3);
    expect(await pending(keyOf('a'))).toHaveLength(200);
  });

  it('commits all or nothing, and names what was refused in the order in which it was added', async () => {
    await memory.write({ kind: 'put', key: keyOf('b'), attributes: { version: 1 }, when: [] });
    const unit = unitOf();
    unit.add(plain('x'));
    unit.change(creation('a', [message('m1', 'a')]));
    unit.change(creation('b', [message('m2', 'b')]));

    const result = await unit.commit();

    expect(result).toMatchObject({ ok: false, refused: [{ index: 2, current: { attributes: { version: 1 } } }] });
    expect(everyItem()).toHaveLength(1);
  });

  it('asks for nothing when there is nothing to commit', async () => {
    expect(await unitOf().commit()).toEqual({ ok: true, outboxes: [] });
    expect(counting.counts).toEqual({ get: 0, write: 0, transact: 0, query: 0 });
  });

  it('fails when there are messages but no item to commit them with', async () => {
    const unit = unitOf();
    unit.add(plain('x'));
    unit.publish(message('m1', 'a'));

    await expect(unit.commit()).rejects.toMatchObject({ code: 'input-invalid' });
    expect(everyItem()).toEqual([]);
  });

  it('failure mode 32: sends nothing and keeps nothing when the commit fails', async () => {
    const down = {
      write: () => Promise.reject(new TypeError('down')),
      transact: () => Promise.reject(new TypeError()),
    };
    const sent: unknown[] = [];
    const dispatch = { claim: () => since, dispatch: (commits: unknown) => Promise.resolve(void sent.push(commits)) };
    const unit = createUnitOfWork({ items: down, dispatch });
    unit.change(creation('a', [message('m1', 'a')]));

    await expect(unit.commit()).rejects.toThrow('down');

    expect(sent).toEqual([]);
  });
});

describe('failure mode 36: a unit of work that has ended', () => {
  it.each(['commit', 'seal'] as const)('by %s throws whatever is done with it', async (end) => {
    const unit = unitOf();
    await unit[end]();

    const uses = [
      () => {
        unit.change(creation('a', []));
      },
      () => {
        unit.add(plain('x'));
      },
      () => {
        unit.publish(message('m1', 'a'));
      },
    ];
    for (const use of uses) {
      expect(use).toThrow(expect.objectContaining({ code: 'unit-sealed' }));
    }
    await expect(unit.commit()).rejects.toMatchObject({ code: 'unit-sealed' });
  });

  it('throws while its commit is still under way, when a message would be too late for it', async () => {
    const unit = unitOf();
    unit.change(creation('a', [message('m1', 'a')]));

    const committing = unit.commit();

    expect(() => {
      unit.publish(message('m2', 'a'));
    }).toThrow('after its end');
    await committing;
    expect(await pending(keyOf('a'))).toEqual(['m1']);
  });

  it('throws after its commit was refused: what was decided then has to be decided anew', async () => {
    await memory.write({ kind: 'put', key: keyOf('a'), attributes: { version: 1 }, when: [] });
    const unit = unitOf();
    unit.change(creation('a', []));

    expect(await unit.commit()).toMatchObject({ ok: false });
    await expect(unit.commit()).rejects.toMatchObject({ code: 'unit-sealed' });
  });
});

describe('failure mode 15: 400 KB an item', () => {
  /** An item with one message that has exactly so many bytes. */
  function sized(bytes: number, unit: string): OutboxChange {
    const change = (text: string): OutboxChange => creation('a', [message('m1', 'a')], { text });
    const bare = itemBytes({ key: keyOf('a'), attributes: attributesOf(change('')) });
    const room = bytes - bare;
    const width = Buffer.byteLength(unit);
    return change(unit.repeat(Math.floor(room / width)) + 'x'.repeat(room % width));
  }

  function attributesOf({ write, messages }: OutboxChange): Item['attributes'] {
    const [only] = messages;
    return {
      ...(write as Put).attributes,
      outbox: { '000000000001000': { ...only } },
      pendingShard: 'outbox#00',
      pendingSince: since,
    };
  }

  it.each(['x', 'é', '😀'])('is counted to the byte in %j', async (character) => {
    const { itemBytes: limit } = storeLimits;
    for (const bytes of [limit - 1, limit]) {
      memory = createMemoryItemStore();
      const unit = unitOf(memory);
      unit.change(sized(bytes, character));
      await unit.commit();
      expect(everyItem().map(itemBytes)).toEqual([bytes]);
    }
    memory = createMemoryItemStore();
    const unit = unitOf(memory);
    unit.change(sized(limit + 1, character));
    await unit.commit();

    // One byte more, and the message moves to a carrier.
    expect(everyItem().map(({ key }) => key.sort)).toEqual(['tip', 'outbox#tip#000000000001#0']);
  });

  it.each([
    [-1, true],
    [0, true],
    [1, false],
  ])('holds for an item without a message: the limit and %i bytes are committed: %p', async (beyond, fits) => {
    const { itemBytes: limit } = storeLimits;
    const empty = itemBytes({ key: plain('x').key, attributes: { text: '' } });
    const unit = unitOf();
    unit.add(plain('x', 'x'.repeat(limit + beyond - empty)));

    const committed = unit.commit();

    if (fits) {
      await expect(committed).resolves.toMatchObject({ ok: true });
    } else {
      await expect(committed).rejects.toMatchObject({
        code: 'store-limit',
        message: `item "stock" of store "stock" must have at most ${limit} bytes, got ${limit + 1}`,
      });
      expect(counting.counts).toMatchObject({ write: 0, transact: 0 });
    }
  });

  it('moves whole keys, the longest first, into carriers of the same transaction, and loses none', async () => {
    const unit = unitOf();
    const messages = Array.from({ length: 12 }, (_, index) => message(`m${index}`, `k${index % 4}`, 60_000 + index));
    unit.change(creation('a', messages));

    await unit.commit();

    const items = everyItem();
    expect(counting.counts).toMatchObject({ write: 0, transact: 1 });
    expect(items.every((item) => itemBytes(item) <= storeLimits.itemBytes)).toBe(true);
    expect(items.length).toBeLessThan(4);
    expect(items.every(({ key }) => key.partition === 'order-a')).toBe(true);
    const places = new Map(
      items.flatMap((item) => outboxEntries(item).map((entry) => [entry.message.id, item.key.sort])),
    );
    expect([...places.keys()].sort()).toEqual(messages.map(({ id }) => id).sort());
    for (const [, group] of Map.groupBy(messages, ({ key }) => key)) {
      expect(new Set(group.map(({ id }) => places.get(id))).size).toBe(1);
    }
  });

  it('puts data aside before it uses carriers, where there is a store of payloads', async () => {
    const unit = spillingUnit();
    unit.change(
      creation(
        'a',
        Array.from({ length: 12 }, (_, index) => message(`m${index}`, `k${index}`, 50_000 - index)),
      ),
    );

    await unit.commit();

    expect(everyItem()).toHaveLength(1);
    expect([...payloads.kept.values()].map(({ id }) => id)).toEqual(['m0', 'm1', 'm2', 'm3']);
    expect(await pending(keyOf('a'))).toHaveLength(12);
    const [first] = outboxEntries(await memory.get(keyOf('a')));
    expect(openEnvelope(first?.message.body ?? '')).toMatchObject({ dataref: 'memory:message/m0' });
  });

  it('refuses messages of one key that fill more than an item, because no order holds between two', async () => {
    const unit = unitOf();
    unit.change(
      creation(
        'a',
        Array.from({ length: 9 }, (_, index) => message(`m${index}`, 'k', 60_000)),
      ),
    );

    await expect(unit.commit()).rejects.toMatchObject({
      code: 'store-limit',
      message: expect.stringMatching(
        /^the messages of one key in one commit must have at most \d+ bytes, got \d+ in 9/,
      ) as unknown,
    });
    expect(everyItem()).toEqual([]);
  });

  it('counts what an update leaves in its item, as far as the caller knows', async () => {
    const text = 'x'.repeat(300_000);
    await memory.write({ kind: 'put', key: keyOf('a'), attributes: { version: 1, text, outbox: {} }, when: [] });
    const change: OutboxChange = {
      write: { kind: 'update', key: keyOf('a'), set: { version: 2 }, when: [] },
      version: 2,
      messages: [message('m1', 'k', 120_000)],
      holds: { version: 2, text },
    };
    const unit = unitOf();
    unit.change(change);

    await unit.commit();

    expect(everyItem()).toHaveLength(2);
    expect(await pending(keyOf('a'))).toEqual([]);
  });

  it('uses no carrier behind messages that may be under a claim, because the relay could publish it before them', async () => {
    const unit = unitOf();
    const waiting = { '000000000001000': { ...message('m0', 'k', 300_000), claimedUntil: 1 } };
    unit.change({ ...creation('a', [message('m1', 'k', 300_000)]), waiting });

    await unit.commit();

    expect(everyItem().map(({ key }) => key)).toEqual([keyOf('a')]);
  });
});

describe('failure mode 14: 100 actions and 4 MB a transaction', () => {
  it.each([
    [100, true],
    [101, false],
  ])('%i changes are committed: %p', async (count, fits) => {
    const unit = unitOf();
    unit.add(...Array.from({ length: count }, (_, index) => plain(`x${index}`)));

    const committed = unit.commit();

    if (fits) {
      await expect(committed).resolves.toMatchObject({ ok: true });
    } else {
      await expect(committed).rejects.toMatchObject({
        code: 'store-limit',
        message: 'a commit must change at most 100 items, got 101',
      });
    }
    expect(everyItem()).toHaveLength(fits ? count : 0);
  });

  it.each([
    [-1, true],
    [0, true],
    [1, false],
  ])('4 MB %i bytes are committed: %p', async (beyond, fits) => {
    const { transactionBytes } = storeLimits;
    const items = Array.from({ length: 11 }, (_, index) =>
      plain(`x${String(index).padStart(2, '0')}`, 'x'.repeat(381_000)),
    );
    const bytes = items.reduce((sum, item) => sum + itemBytes(item), 0);
    const [last] = items.splice(-1);
    const rest = 381_000 - (bytes - transactionBytes) + beyond;
    const unit = unitOf();
    unit.add(...items, { ...(last ?? plain('z')), attributes: { text: 'x'.repeat(rest) } });

    const committed = unit.commit();

    if (fits) {
      await expect(committed).resolves.toMatchObject({ ok: true });
    } else {
      await expect(committed).rejects.toMatchObject({
        code: 'store-limit',
        message: `a commit must have at most ${transactionBytes} bytes, got ${transactionBytes + 1}`,
      });
    }
  });

  it('puts data aside until the transaction as a whole fits', async () => {
    const unit = spillingUnit();
    for (let index = 0; index < 14; index += 1) {
      unit.change(creation(`a${index}`, [message(`m${index}`, 'k', 60_000)], { text: 'x'.repeat(280_000) }));
    }

    await unit.commit();

    expect(payloads.kept.size).toBeGreaterThan(0);
    expect(everyItem()).toHaveLength(14);
    const total = everyItem().reduce((sum, item) => sum + itemBytes(item), 0);
    expect(total).toBeLessThanOrEqual(storeLimits.transactionBytes);
  });
});
