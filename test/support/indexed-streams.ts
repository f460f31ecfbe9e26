import * as z from 'zod/mini';
import { event } from '../../lambdas/contracts/events/event-type.ts';
import type { EventIndexer } from '../../lambdas/core/event-index/event-indexer.ts';
import { createEventIndexer } from '../../lambdas/core/event-index/event-indexer.ts';
import { indexPartitions } from '../../lambdas/core/event-index/index-partition.ts';
import { createIndexReader } from '../../lambdas/core/event-index/index-reader.ts';
import type { IndexedEvent } from '../../lambdas/core/event-index/indexed-event.ts';
import type { SubscriptionDependencies } from '../../lambdas/core/event-index/subscription.ts';
import type { Fold } from '../../lambdas/core/event-store/decider.ts';
import { type EventStore, createEventStore } from '../../lambdas/core/event-store/event-store.ts';
import { type Loaded, emptyStream } from '../../lambdas/core/event-store/loaded-stream.ts';
import { readEvents } from '../../lambdas/core/event-store/read-events.ts';
import { tipKey, tipOf } from '../../lambdas/core/event-store/tip.ts';
import { createMessageWriter } from '../../lambdas/core/outbox/message-writer.ts';
import type { Backoff } from '../../lambdas/core/ports/backoff.ts';
import type { ItemChange } from '../../lambdas/core/ports/item-change.ts';
import type { ItemStore } from '../../lambdas/core/ports/item-store.ts';
import { type Projection, type ProjectionContext, projection } from '../../lambdas/core/projection/projection.ts';
import type { RowChange } from '../../lambdas/core/projection/row-change.ts';
import { expect } from '@jest/globals';
import { fixedClock } from './fixed-clock.ts';
import { fixedIds } from './fixed-ids.ts';
import { recordingTelemetry } from './recording-telemetry.ts';

export const Moved = event('test.moved', {
  schema: z.object({ key: z.string(), by: z.number(), pad: z.string() }),
  key: ({ key }) => key,
});
export const Noted = event('test.noted', { schema: z.object({ key: z.string() }), key: ({ key }) => key });

/** Streams `box-...`, whose events are short unless they are padded. */
export const box: Fold<number, readonly [typeof Moved, typeof Noted]> = {
  category: 'box',
  initial: 0,
  events: [Moved, Noted],
  evolve: (sum, message) => (message.type === 'test.moved' ? sum + message.data.by : sum),
};

export const moved = (by: number, pad = ''): ReturnType<typeof Moved.of> => Moved.of({ key: 'k', by, pad });
export const noted = (): ReturnType<typeof Noted.of> => Noted.of({ key: 'k' });

/** For each stream what was moved, event for event, and for all streams the sum. */
export const boxes = (version = 1, seen?: (context: ProjectionContext) => void): Projection<readonly [typeof Moved]> =>
  projection('boxes', {
    version,
    events: [Moved],
    project: ({ data, id }, context): readonly RowChange[] => {
      seen?.(context);
      return [
        { row: context.stream, add: { sum: data.by, events: 1 }, set: { [`v${context.version}`]: id } },
        { row: `~all-${data.by % 3}`, add: { sum: data.by, weighted: data.by * context.version } },
      ];
    },
  });

/** Streams with an index over them, on two tables. */
export interface IndexedStreams {
  readonly source: ItemStore;
  readonly items: ItemStore;
  readonly events: EventStore;
  readonly clock: ReturnType<typeof fixedClock>;
  readonly telemetry: ReturnType<typeof recordingTelemetry>;
  readonly subscribing: SubscriptionDependencies;
  indexer(items?: ItemStore): EventIndexer;
  /** Appends one commit and answers what the table's stream shows of it. */
  commit(
    stream: string,
    ...events: readonly (ReturnType<typeof moved> | ReturnType<typeof noted>)[]
  ): Promise<ItemChange>;
}

export const backoff: Backoff = { wait: () => Promise.resolve() };

export function indexedStreams(source: ItemStore, items: ItemStore): IndexedStreams {
  const clock = fixedClock();
  const telemetry = recordingTelemetry();
  const ids = fixedIds();
  const writer = createMessageWriter({ ids, clock, source: '/test' });
  const events = createEventStore({ items: source, writer, publishes: [] });
  const known = new Map<string, Loaded<number>>();
  let sequence = 0;
  return {
    source,
    items,
    events,
    clock,
    telemetry,
    subscribing: { items, clock, ids: fixedIds('owner'), telemetry },
    indexer: (index = items) =>
      createEventIndexer({ items: index, source, categories: ['box'], clock, backoff, telemetry }),
    async commit(stream, ...drafts) {
      const key = tipKey(stream);
      const before = await source.get(key);
      const after = known.get(stream) ?? emptyStream(box, stream);
      const result = await events.append(box, { after, events: drafts, cause: undefined });
      expect(result.kind).toBe('appended');
      known.set(stream, result.kind === 'appended' ? result.stream : after);
      sequence += 1;
      return { sequence: String(sequence), key, before, after: await source.get(key) };
    },
  };
}

/** Everything in the index, by partition, having checked that positions are 1, 2, 3 and so on. */
export async function indexed(items: Pick<ItemStore, 'query'>): Promise<ReadonlyMap<string, readonly IndexedEvent[]>> {
  const reader = createIndexReader({ items });
  const all = new Map<string, readonly IndexedEvent[]>();
  for (const partition of indexPartitions) {
    const events: IndexedEvent[] = [];
    for (let page = await reader.events({ partition, after: 0 }); page.length > 0;) {
      events.push(...page);
      page = await reader.events({ partition, after: events.length });
    }
    expect(events.findIndex(({ position }, index) => position !== index + 1)).toBe(-1);
    all.set(partition, events);
  }
  return all;
}

/** The events of each stream in the order of the index, having checked that versions are 1, 2, 3 and so on. */
export async function indexedStreamsOf(
  items: Pick<ItemStore, 'query'>,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const streams: Record<string, string[]> = {};
  for (const events of (await indexed(items)).values()) {
    for (const { stream, version, event: text } of events) {
      const texts = (streams[stream] ??= []);
      texts.push(text);
      if (texts.length !== version) {
        expect(`${stream} at place ${texts.length}`).toBe(`version ${version}`);
      }
    }
  }
  return streams;
}

/** The events of each stream as the event table holds them. */
export async function storedStreamsOf(
  source: Pick<ItemStore, 'get' | 'query'>,
  streams: readonly string[],
): Promise<Readonly<Record<string, readonly string[]>>> {
  const stored: Record<string, readonly string[]> = {};
  for (const stream of streams) {
    const tip = tipOf(await source.get(tipKey(stream)));
    if (tip.version > 0) {
      stored[stream] = await readEvents({ items: source, stream, tip });
    }
  }
  return stored;
}
