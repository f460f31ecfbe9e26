import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { createCommandConsumer } from '../../../../lambdas/core/event-store/command-consumer.ts';
import { createEventStore } from '../../../../lambdas/core/event-store/event-store.ts';
import { createMessageWriter } from '../../../../lambdas/core/outbox/message-writer.ts';
import { arriving } from '../../../support/commands.ts';
import { fixedClock } from '../../../support/fixed-clock.ts';
import { fixedIds } from '../../../support/fixed-ids.ts';
import { Enter, emptyLedger, entered, ledger } from './ledger.ts';

const context = { deadline: Number.MAX_SAFE_INTEGER, receiveCount: 1 };

interface Delivery {
  readonly key: string;
  readonly value: number;
}

/** Commands of two streams, some more than once, in any order, in batches of any size. */
const deliveries = fc.uniqueArray(fc.nat({ max: 30 }), { minLength: 1, maxLength: 15 }).chain((values) =>
  fc.shuffledSubarray(
    values.flatMap((value) => Array.from({ length: 3 }, (): Delivery => ({ key: value % 2 ? 'a' : 'b', value }))),
    { minLength: 1 },
  ),
);
const story = fc.record({ deliveries, batchSize: fc.integer({ min: 1, max: 10 }), snapshots: fc.boolean() });

describe('commands that are delivered more than once, in any order and in batches of any size', () => {
  it('have their effect once, and the state is the fold of all events', async () => {
    await fc.assert(
      fc.asyncProperty(story, async ({ deliveries: all, batchSize, snapshots }) => {
        const decider = ledger({ snapshots });
        const writer = createMessageWriter({ ids: fixedIds(), clock: fixedClock(), source: '/test' });
        const events = createEventStore({ items: createMemoryItemStore(), writer, publishes: [] });
        const consumer = createCommandConsumer({
          name: 'ledgers',
          decider,
          events,
          backoff: { wait: () => Promise.resolve() },
        });
        let waiting: readonly Delivery[] = all;
        while (waiting.length > 0) {
          const batch = waiting.slice(0, batchSize);
          const outcomes = await Promise.all(
            batch.map(({ key, value }) => consumer.handle(arriving(Enter.of({ key, value, pad: '' })), context)),
          );
          const again = batch.filter((_, place) => outcomes[place]?.kind === 'retry');
          waiting = [...waiting.slice(batchSize), ...again];
        }

        for (const key of ['a', 'b']) {
          const wanted = new Set(all.filter((one) => one.key === key).map(({ value }) => value));
          const { state, tip } = await events.load(decider, `ledger-${key}`);
          expect([...state.values].sort((left, right) => left - right)).toEqual(
            [...wanted].sort((left, right) => left - right),
          );
          expect(tip.version).toBe(wanted.size);
          expect(state).toEqual(state.values.reduce(entered, emptyLedger));
        }
      }),
      { numRuns: 80 },
    );
  });
});
