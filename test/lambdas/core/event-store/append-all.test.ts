import { beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import {
  createMemoryItemStore,
  type MemoryItemStore,
} from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { event } from '../../../../lambdas/contracts/events/event-type.ts';
import type { Fold } from '../../../../lambdas/core/event-store/decider.ts';
import { type EventStore, createEventStore } from '../../../../lambdas/core/event-store/event-store.ts';
import { type StreamAppend, appendTo } from '../../../../lambdas/core/event-store/stream-append.ts';
import { createMessageWriter } from '../../../../lambdas/core/outbox/message-writer.ts';
import { outboxEntries } from '../../../../lambdas/core/outbox/outbox-entries.ts';
import type { Write } from '../../../../lambdas/core/ports/item-store.ts';
import { type ItemCounts, countingItems } from '../../../support/counting-items.ts';
import { fixedClock } from '../../../support/fixed-clock.ts';
import { fixedIds } from '../../../support/fixed-ids.ts';

const Moved = event('test.moved', { schema: z.object({ key: z.string(), pad: z.string() }), key: ({ key }) => key });
const fold: Fold<number, readonly [typeof Moved]> = {
  ...{ category: 'account', initial: 0, events: [Moved] as const },
  evolve: (count) => count + 1,
};

let memory: MemoryItemStore;
let counts: ItemCounts;
let store: EventStore;

async function next(key: string, pad = ''): Promise<StreamAppend> {
  const after = await store.load(fold, `account-${key}`);
  return appendTo(fold, { after, events: [Moved.of({ key, pad })] });
}

async function versionOf(key: string): Promise<unknown> {
  return (await memory.get({ partition: `account-${key}`, sort: 'tip' }))?.attributes['version'];
}

beforeEach(() => {
  memory = createMemoryItemStore();
  const counting = countingItems(memory);
  counts = counting.counts;
  const writer = createMessageWriter({ ids: fixedIds(), clock: fixedClock(), source: '/test' });
  store = createEventStore({ items: counting.items, writer, publishes: [Moved] });
});

describe('an append to several streams', () => {
  it('appends to all of them in one transaction, each with its outbox', async () => {
    const appends = [await next('a'), await next('b')];

    const result = await store.appendAll({ appends, cause: undefined });

    expect(result).toMatchObject({ kind: 'appended', streams: [{ stream: { state: 1 } }, { stream: { state: 1 } }] });
    expect(counts).toMatchObject({ write: 0, transact: 1 });
    for (const key of ['a', 'b']) {
      expect(outboxEntries(await memory.get({ partition: `account-${key}`, sort: 'tip' }))).toHaveLength(1);
    }
  });

  it('appends to none when one has moved on, and names that one', async () => {
    const appends = [await next('a'), await next('b'), await next('c')];
    await store.appendAll({ appends: [await next('b')], cause: undefined });

    expect(await store.appendAll({ appends, cause: undefined })).toEqual({ kind: 'conflict', streams: ['account-b'] });
    expect([await versionOf('a'), await versionOf('b'), await versionOf('c')]).toEqual([undefined, 1, undefined]);
  });

  it('names every stream that has moved on', async () => {
    const appends = [await next('a'), await next('b')];
    await store.appendAll({ appends: [await next('b'), await next('a')], cause: undefined });

    expect(await store.appendAll({ appends, cause: undefined })).toEqual({
      kind: 'conflict',
      streams: ['account-a', 'account-b'],
    });
  });

  it('calves each tip that is full, in the same transaction', async () => {
    const pad = 'x'.repeat(20_000);
    await store.appendAll({ appends: [await next('a', pad), await next('b')], cause: undefined });
    const stale = [await next('a', pad), await next('b')];

    const result = await store.appendAll({ appends: [await next('a', pad), await next('b')], cause: undefined });

    expect(result).toMatchObject({
      kind: 'appended',
      streams: [{ stream: { tip: { base: 1 } } }, { stream: { tip: { base: 0 } } }],
    });
    expect(await store.appendAll({ appends: stale, cause: undefined })).toMatchObject({
      kind: 'conflict',
      streams: ['account-a', 'account-b'],
    });
  });

  it('tells a change alongside that was refused by its place among those', async () => {
    const taken = { partition: 'name-x', sort: 'owner' };
    await memory.write({ kind: 'put', key: taken, attributes: {}, when: [] });
    const alongside: readonly Write[] = [
      { kind: 'put', key: { partition: 'name-y', sort: 'owner' }, attributes: {}, when: [{ item: 'absent' }] },
      { kind: 'put', key: taken, attributes: {}, when: [{ item: 'absent' }] },
    ];

    const result = await store.appendAll({ appends: [await next('a'), await next('b')], cause: undefined, alongside });

    expect(result).toEqual({ kind: 'refused', alongside: [1] });
    expect(await versionOf('a')).toBeUndefined();
  });

  it('fails when a stream is named twice', async () => {
    const appends = [await next('a'), await next('a')];

    await expect(store.appendAll({ appends, cause: undefined })).rejects.toMatchObject({ code: 'input-invalid' });
  });

  it('goes on from what it answers, without another read', async () => {
    const first = await store.appendAll({ appends: [await next('a'), await next('b')], cause: undefined });
    const streams = first.kind === 'appended' ? first.streams : [];
    const reads = counts.get;

    const second = await store.appendAll({
      appends: streams.map(({ stream }, place) =>
        appendTo(fold, {
          after: { ...stream, state: Number(stream.state) },
          events: [Moved.of({ key: place === 0 ? 'a' : 'b', pad: '' })],
        }),
      ),
      cause: undefined,
    });

    expect(second.kind).toBe('appended');
    expect([counts.get, await versionOf('a'), await versionOf('b')]).toEqual([reads, 2, 2]);
  });
});
