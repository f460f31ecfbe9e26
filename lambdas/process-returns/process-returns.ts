import type { Consumer } from '../core/consume/consumer.ts';
import { createCommandConsumer } from '../core/event-store/command-consumer.ts';
import type { EventStore } from '../core/event-store/event-store.ts';
import type { Backoff } from '../core/ports/backoff.ts';
import { returns } from './returns.ts';

/** Keeps the ledgers of customers, and matches what comes back with what was bought. */
export function createProcessReturns(ports: {
  readonly events: EventStore;
  readonly backoff: Backoff;
}): Consumer<typeof returns.commands> {
  const inner = createCommandConsumer({ name: 'processReturns', decider: returns, ...ports });
  return {
    ...inner,
    // How an order ended is news of its order, and belongs into the ledger of its customer.
    handle: (message, context) => inner.handle({ ...message, subject: message.data.customerId }, context),
  };
}
