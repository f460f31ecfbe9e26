import * as z from 'zod/mini';
import { type DataOf, event } from '../../lambdas/contracts/events/event-type.ts';
import type { Fold } from '../../lambdas/core/event-store/decider.ts';

/** Money came into or went out of an account. */
export const Booked = event('account.booked', {
  schema: z.object({ accountId: z.string(), cents: z.int(), reference: z.string(), by: z.string() }),
  key: ({ accountId }) => accountId,
});

/** What such an event says. */
export type Booking = DataOf<typeof Booked>;

/** What the events of an account lead to. */
export interface Account {
  readonly cents: number;
  readonly bookings: number;
}

/** An account without a booking. */
export const emptyAccount: Account = { cents: 0, bookings: 0 };

/** An account after one more booking; every contestant folds with this function. */
export function booked({ cents, bookings }: Account, booking: Pick<Booking, 'cents'>): Account {
  return { cents: cents + booking.cents, bookings: bookings + 1 };
}

/** The fold of this package: `snapshots` keeps the state in the tip. */
export function accountFold({ snapshots }: { readonly snapshots: boolean }): Fold<Account, readonly [typeof Booked]> {
  return {
    category: 'account',
    initial: emptyAccount,
    events: [Booked],
    evolve: (state, { data }) => booked(state, data),
    ...(snapshots ? { snapshot: { version: 1, schema: z.object({ cents: z.int(), bookings: z.int() }) } } : {}),
  };
}
