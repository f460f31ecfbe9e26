import { createMemoryItemStore } from '../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { systemClock as clock } from '../../../lambdas/adapters/system/system-clock.ts';
import { uuidSource as ids } from '../../../lambdas/adapters/system/uuid-source.ts';
import { createCommandConsumer } from '../../../lambdas/core/event-store/command-consumer.ts';
import { createEventStore } from '../../../lambdas/core/event-store/event-store.ts';
import { createMessageWriter } from '../../../lambdas/core/outbox/message-writer.ts';
import { Withdrawn } from './account-messages.ts';
import { account } from './account.ts';

const items = createMemoryItemStore();
const writer = createMessageWriter({ ids, clock, source: '/bank/accounts' });

/** Withdrawals are published; everything else stays in its stream. */
export const store = createEventStore({ items, writer, publishes: [Withdrawn] });

/** Loads, decides and appends for each command, and again from the stream's current state on a conflict. */
export const accounts = createCommandConsumer({
  name: 'accounts',
  decider: account,
  events: store,
  backoff: { wait: () => Promise.resolve() },
});
