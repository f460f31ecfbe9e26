import type { Consumer } from '../core/consume/consumer.ts';
import { createCommandConsumer } from '../core/event-store/command-consumer.ts';
import type { EventStore } from '../core/event-store/event-store.ts';
import type { Backoff } from '../core/ports/backoff.ts';
import { createOneAtATime } from './one-at-a-time.ts';
import { returns } from './returns.ts';

/** Keeps the ledgers of customers, and matches what comes back with what was bought. */
export function createProcessReturns(ports: {
  readonly events: EventStore;
  readonly backoff: Backoff;
}): Consumer<typeof returns.commands> {
  const inner = createCommandConsumer({ name: 'processReturns', decider: returns, ...ports });
  const oneAtATime = createOneAtATime();
  return {
    ...inner,
    // How an order ended is news of its order, so a batch can hold many for one ledger: side by side they would only
    // get in each other's way.
    handle: (message, context) => {
      const subject = message.data.customerId;
      return oneAtATime(subject, () => inner.handle({ ...message, subject }, context));
    },
  };
}
