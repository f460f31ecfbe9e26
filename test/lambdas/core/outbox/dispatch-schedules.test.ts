import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { event } from '../../../../lambdas/contracts/events/event-type.ts';
import type { Fold } from '../../../../lambdas/core/event-store/decider.ts';
import { createEventStore } from '../../../../lambdas/core/event-store/event-store.ts';
import { createMessageWriter } from '../../../../lambdas/core/outbox/message-writer.ts';
import { createOutboxDispatch } from '../../../../lambdas/core/outbox/outbox-dispatch.ts';
import { outboxEntries } from '../../../../lambdas/core/outbox/outbox-entries.ts';
import { createOutboxRelay } from '../../../../lambdas/core/outbox/outbox-relay.ts';
import { createOutboxSweeper } from '../../../../lambdas/core/outbox/outbox-sweeper.ts';
import { pendingIndex } from '../../../../lambdas/core/outbox/pending-shard.ts';
import type { ItemStore } from '../../../../lambdas/core/ports/item-store.ts';
import type { OutgoingMessage, Publisher } from '../../../../lambdas/core/ports/publisher.ts';
import { fixedClock } from '../../../support/fixed-clock.ts';
import { fixedIds } from '../../../support/fixed-ids.ts';
import { recordingTelemetry } from '../../../support/recording-telemetry.ts';

const Noted = event('test.noted', { schema: z.object({ key: z.string(), text: z.string() }), key: ({ key }) => key });
const fold: Fold<number, readonly [typeof Noted]> = {
  category: 'note',
  initial: 0,
  events: [Noted],
  evolve: (count) => count + 1,
};

/** What becomes of the publishing of one commit by its own consumer. */
const fates = ['sent', 'crashed before', 'crashed after', 'refused', 'slow', 'left to the relay'] as const;

/** Texts of commits; one whose item has no room for its message puts it into a carrier. */
const short = '';
const long = 'x'.repeat(300_000);

const stepWith = (...texts: readonly string[]) =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('commit' as const),
        fate: fc.constantFrom(...fates),
        text: fc.constantFrom(...texts),
      }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('relay' as const), most: fc.integer({ min: 1, max: 4 }) }) },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(1, 2999, 5000, 70_000) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('sweep' as const) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('release' as const) }) },
  );

type Step = ReturnType<typeof stepWith> extends fc.Arbitrary<infer One> ? One : never;

it.each([
  ['', stepWith(short), { maxLength: 25, numRuns: 400 }],
  [', also where its messages lie in carriers', stepWith(short, short, long), { maxLength: 12, numRuns: 400 }],
])(
  'failure modes 33, 35 and 37: whatever becomes of its dispatchers, a key is published whole and in order%s',
  async (_, step, { maxLength, numRuns }) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength }), async (steps) => {
        const { committed, sent, left } = await played(steps);

        expect(left).toEqual([]);
        expect([...new Set(sent)]).toEqual(committed);
      }),
      { numRuns },
    );
  },
);

/** Plays a schedule on one stream; in the end everybody who is slow goes on, and relay and sweeper do their work. */
async function played(steps: readonly Step[]) {
  const clock = fixedClock();
  const items = createMemoryItemStore();
  const telemetry = recordingTelemetry();
  const ids = fixedIds();
  const [sent, committed, slow]: [string[], string[], (() => void)[]] = [[], [], []];
  let [position, written] = [0, 0];

  const accept: Publisher['publish'] = (messages) => {
    sent.push(...messages.map(({ id }) => id));
    return Promise.resolve({ failed: [] });
  };
  const fated = async (fate: (typeof fates)[number], messages: readonly OutgoingMessage[]) => {
    if (fate === 'crashed before') {
      throw new TypeError('crashed');
    }
    if (fate === 'refused') {
      return { failed: messages.map(({ id }) => ({ id, reason: 'refused' })) };
    }
    if (fate === 'slow') {
      await new Promise<void>((resolve) => slow.push(resolve));
    }
    return accept(messages);
  };
  const storeOf = (fate: (typeof fates)[number]) => {
    const settles: ItemStore = {
      ...items,
      write: (write) =>
        fate === 'crashed after' && write.kind === 'update' && write.set?.['version'] === undefined
          ? Promise.reject(new TypeError('crashed'))
          : items.write(write),
    };
    const publisher: Publisher = { publish: (messages) => fated(fate, messages) };
    const dispatch = createOutboxDispatch({ items: settles, publisher, telemetry, clock });
    const writer = createMessageWriter({ ids, clock, source: '/test' });
    return createEventStore({
      ...{ items: settles, writer, publishes: [Noted] },
      ...(fate === 'left to the relay' ? {} : { dispatch }),
    });
  };
  const relay = createOutboxRelay({ items, publisher: { publish: accept }, telemetry, claims: { items, clock } });
  const sweeper = createOutboxSweeper({
    ...{
      items,
      index: items.index(pendingIndex),
      publisher: { publish: accept },
      telemetry,
      clock,
      ids: fixedIds('sweep'),
    },
    ...{ graceSeconds: 60, leaseSeconds: 60 },
  });
  const commits: Promise<unknown>[] = [];

  const commit = async (fate: (typeof fates)[number], text: string): Promise<void> => {
    const events = storeOf(fate);
    const after = await events.load(fold, 'note-a');
    const place = committed.push(`m${(written += 1)}`) - 1;
    const waiting = slow.length;
    const state = { done: false };
    const appended = events
      .append(fold, { after, events: [Noted.of({ key: 'a', text })], cause: undefined })
      .then(
        ({ kind }) => {
          expect(kind).toBe('appended');
        },
        (cause: unknown) => {
          // A long message behind one under a claim has no room, and nothing of it is written.
          expect(cause).toMatchObject({ code: 'store-limit' });
          committed.splice(place, 1);
        },
      )
      .finally(() => {
        state.done = true;
      });
    commits.push(appended);
    // One that is slow is under way when its publisher waits; one that leaves its message to the relay never does.
    while (!state.done && slow.length === waiting) {
      await Promise.resolve();
    }
  };
  const relayed = async (most: number): Promise<void> => {
    const changes = items.changesAfter(position, most);
    const { failedFrom } = await relay.relay(changes);
    position = failedFrom === undefined ? Number(changes.at(-1)?.sequence ?? position) : Number(failedFrom) - 1;
  };
  const play = async (one: Step): Promise<void> => {
    switch (one.kind) {
      case 'commit':
        return commit(one.fate, one.text);
      case 'relay':
        return relayed(one.most);
      case 'wait':
        clock.advance(one.ms);
        return;
      case 'sweep':
        await sweeper.sweep({ deadline: clock.now() + 60_000 });
        return;
      case 'release':
        slow.shift()?.();
        await (slow.length === 0 ? Promise.all(commits) : undefined);
    }
  };

  for (const one of steps) {
    await play(one);
  }
  slow.forEach((release) => {
    release();
  });
  await Promise.all(commits);
  await play({ kind: 'relay', most: 1000 });
  await play({ kind: 'wait', ms: 70_000 });
  await play({ kind: 'sweep' });
  return { committed, sent, left: [...items.scan()].flatMap(outboxEntries) };
}
