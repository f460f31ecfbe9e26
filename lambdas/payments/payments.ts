import type { Consumer } from '../core/consume/consumer.ts';
import { createCommandConsumer } from '../core/event-store/command-consumer.ts';
import type { EventStore } from '../core/event-store/event-store.ts';
import type { Backoff } from '../core/ports/backoff.ts';
import { paymentUpTo } from './payment.ts';

/** What payments work with. */
export interface PaymentsPorts {
  readonly events: EventStore;
  readonly backoff: Backoff;
  /** The payment of a larger amount is declined, in cents. */
  readonly declineAboveCents: number;
}

/** Charges and refunds. */
export function createPayments({ declineAboveCents, ...ports }: PaymentsPorts): Consumer {
  return createCommandConsumer({ name: 'payments', decider: paymentUpTo(declineAboveCents), ...ports });
}
