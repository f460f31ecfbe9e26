import { expect } from '@jest/globals';
import fc from 'fast-check';
import { createEventStore, type EventStore } from '../../../../lambdas/core/event-store/event-store.ts';
import type { Loaded } from '../../../../lambdas/core/event-store/loaded-stream.ts';
import { readEvents } from '../../../../lambdas/core/event-store/read-events.ts';
import { type StreamAppend, appendTo } from '../../../../lambdas/core/event-store/stream-append.ts';
import { tipKey, tipOf } from '../../../../lambdas/core/event-store/tip.ts';
import { createMessageWriter } from '../../../../lambdas/core/outbox/message-writer.ts';
import type { ItemStore } from '../../../../lambdas/core/ports/item-store.ts';
import { fixedClock } from '../../../support/fixed-clock.ts';
import { fixedIds } from '../../../support/fixed-ids.ts';
import { type Ledger, Entered, emptyLedger, entered, ledger } from './ledger.ts';

/** What one of three writers does next: it loads, or appends behind what it holds, however old that is. */
export type Act =
  | { readonly kind: 'load'; readonly writer: number; readonly stream: number }
  | { readonly kind: 'append'; readonly writer: number; readonly streams: readonly number[]; readonly sizes: Sizes };

interface Sizes {
  /** Events for each stream. */
  readonly count: number;
  /** Bytes of each event; a tip calves beyond 32 KiB. */
  readonly bytes: number;
}

const place = fc.nat({ max: 2 });
const sizes = fc.record({ count: fc.integer({ min: 1, max: 12 }), bytes: fc.constantFrom(0, 900, 9000) });

/** Any interleaving of three writers on three streams, one of which keeps no snapshot. */
export const actsArbitrary: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('load' as const), writer: place, stream: place }),
    fc.record({
      kind: fc.constant('append' as const),
      writer: place,
      streams: fc.uniqueArray(place, { minLength: 1, maxLength: 3 }),
      sizes,
    }),
  ),
  { minLength: 1, maxLength: 25 },
);

/** Runs acts against a store and a model, which is a list of values for each stream, and holds the one to the other. */
export async function tellAppends(items: ItemStore, acts: readonly Act[], name: string): Promise<void> {
  const writer = createMessageWriter({ ids: fixedIds(), clock: fixedClock(), source: '/test' });
  const store = createEventStore({ items, writer, publishes: [] });
  const model: number[][] = [[], [], []];
  const hands = new Map<string, Loaded<Ledger>>();
  const streamOf = (stream: number): string => `ledger-${name}-${stream}`;
  const inHand = async (by: number, stream: number): Promise<Loaded<Ledger>> =>
    hands.get(`${by} ${stream}`) ?? store.load(foldOf(by), streamOf(stream));

  for (const [turn, act] of acts.entries()) {
    if (act.kind === 'load') {
      hands.set(`${act.writer} ${act.stream}`, await store.load(foldOf(act.writer), streamOf(act.stream)));
      continue;
    }
    const afters = await Promise.all(act.streams.map((stream) => inHand(act.writer, stream)));
    const values = Array.from({ length: act.sizes.count }, (_, index) => turn * 100 + index);
    const moved = act.streams.filter((stream, index) => afters[index]?.tip.version !== model[stream]?.length);

    const conflicts = await append(store, { act, afters, values });

    expect(conflicts).toEqual(moved.map(streamOf));
    for (const stream of moved.length === 0 ? act.streams : []) {
      model[stream]?.push(...values);
      hands.delete(`${act.writer} ${stream}`);
    }
  }
  for (const [stream, values] of model.entries()) {
    await holdTo(values, { items, store, stream: streamOf(stream) });
  }
}

/** The third writer is of a release without snapshots. */
function foldOf(writer: number): ReturnType<typeof ledger> {
  return ledger({ snapshots: writer < 2 });
}

async function append(
  store: EventStore,
  request: {
    readonly act: Extract<Act, { kind: 'append' }>;
    readonly afters: readonly Loaded<Ledger>[];
    readonly values: readonly number[];
  },
): Promise<readonly string[]> {
  const { act, afters, values } = request;
  const events = values.map((value) => Entered.of({ key: 'a', value, pad: 'x'.repeat(act.sizes.bytes) }));
  const appends = afters.map((after): StreamAppend => appendTo(foldOf(act.writer), { after, events }));
  const [only] = afters;
  if (only !== undefined && afters.length === 1) {
    const result = await store.append(foldOf(act.writer), { after: only, events, cause: undefined });
    return result.kind === 'conflict' ? [result.stream.stream] : [];
  }
  const result = await store.appendAll({ appends, cause: undefined });
  return result.kind === 'conflict' ? result.streams : [];
}

/** State, version, every single event, and the snapshot: all as the model says. */
async function holdTo(
  values: readonly number[],
  { items, store, stream }: { readonly items: ItemStore; readonly store: EventStore; readonly stream: string },
): Promise<void> {
  const wanted = values.reduce(entered, emptyLedger);
  const tip = tipOf(await items.get(tipKey(stream)));
  const events = await readEvents({ items, stream, tip });

  expect(tip.version).toBe(values.length);
  expect(events.map((text) => Entered.parse((JSON.parse(text) as { readonly data: unknown }).data, 1).value)).toEqual(
    values,
  );
  expect((await store.load(ledger({ snapshots: true }), stream)).state).toEqual(wanted);
  expect((await store.load(ledger({ snapshots: false }), stream)).state).toEqual(wanted);
}
