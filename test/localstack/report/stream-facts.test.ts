import { beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { createMemoryItemStore } from '../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { knownTypes } from '../../../lambdas/contracts/events/decode-envelope.ts';
import { event } from '../../../lambdas/contracts/events/event-type.ts';
import type { Fold } from '../../../lambdas/core/event-store/decider.ts';
import { createEventStore } from '../../../lambdas/core/event-store/event-store.ts';
import { batchKey } from '../../../lambdas/core/event-store/tip.ts';
import { createMessageWriter } from '../../../lambdas/core/outbox/message-writer.ts';
import type { Item } from '../../../lambdas/core/ports/item-store.ts';
import { type StreamFacts, streamFacts } from '../../../localstack/report/stream-facts.ts';
import { fixedClock } from '../../support/fixed-clock.ts';
import { fixedIds } from '../../support/fixed-ids.ts';

const Grown = event('test.grown', { schema: z.object({ id: z.string(), pad: z.string() }), key: ({ id }) => id });
const fold: Fold<number, readonly [typeof Grown]> = {
  category: 'test',
  initial: 0,
  events: [Grown],
  evolve: (count) => count + 1,
};
const stream = 'test-a';
const early = batchKey(stream, 3).sort;
const late = batchKey(stream, 6).sort;

/** A stream of eight events as the event store lays it out: three in each of two batches, two in the tip. */
let items: readonly Item[];

beforeAll(async () => {
  const memory = createMemoryItemStore();
  const writer = createMessageWriter({ ids: fixedIds(), clock: fixedClock(), source: '/test' });
  const store = createEventStore({ items: memory, writer, publishes: [] });
  for (let count = 0; count < 8; count += 1) {
    const after = await store.load(fold, stream);
    await store.append(fold, { after, events: [Grown.of({ id: 'a', pad: 'x'.repeat(10_000) })], cause: undefined });
  }
  items = [...memory.scan()];
});

const factsOf = (parts: readonly Item[]): StreamFacts => streamFacts(stream, parts, knownTypes([Grown]));
const at = (sort: string): Item =>
  items.find(({ key }) => key.sort === sort) ?? { key: { partition: '', sort }, attributes: {} };
const without = (sort: string): readonly Item[] => items.filter(({ key }) => key.sort !== sort);

describe('facts of a stream', () => {
  it('are its events in their order, whatever the order of its items', () => {
    const facts = factsOf([...items].reverse());

    expect(items.map(({ key }) => key.sort).sort()).toEqual([early, late, 'tip']);
    expect(facts.events.map(({ id }) => id)).toEqual(['m1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7', 'm8']);
    expect(facts.faults).toEqual([]);
  });

  it('are faulty when its first batch is gone', () => {
    expect(factsOf(without(early)).faults[0]).toBe(`test-a: ${late} must continue version 0, got [3,6]`);
  });

  it('are faulty when a batch in its middle is gone', () => {
    expect(factsOf(without(late)).faults).toEqual(['test-a: tip must continue version 3, got [6,8]']);
  });

  it('are faulty when its tip is gone', () => {
    expect(factsOf(without('tip')).faults).toEqual(['test-a: tip must continue version 6, got nothing']);
  });

  it('are faulty when two batches hold the same versions', () => {
    const fork = { ...at(late), key: batchKey(stream, 5) };

    expect(factsOf([...items, fork]).faults).toContain(`test-a: ${late} must continue version 6, got [3,6]`);
  });

  it('are faulty when a batch lost an event', () => {
    const { key, attributes } = at(late);
    const { events } = attributes;
    const short = { key, attributes: { ...attributes, events: Array.isArray(events) ? events.slice(1) : [] } };

    expect(factsOf([...without(late), short]).faults[0]).toBe(`test-a: ${late} must continue version 3, got [3,6]`);
  });
});
