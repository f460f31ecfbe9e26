import { type Event, getInMemoryEventStore } from '@event-driven-io/emmett';
import { type Account, type Booking, booked, emptyAccount } from './account.ts';
import type { StoreSide } from './workload.ts';

type EmmettBooked = Event<'account.booked', Booking>;

/** Emmett's store in memory, used as its command handler uses it: aggregate, then append behind that very version. */
export function emmettSide(): StoreSide {
  const store = getInMemoryEventStore();
  return {
    load: async (accountId) => {
      const stream = `account-${accountId}`;
      const { state, currentStreamVersion } = await store.aggregateStream<Account, EmmettBooked>(stream, {
        initialState: () => emptyAccount,
        evolve: (account: Account, { data }: EmmettBooked) => booked(account, data),
      });
      return {
        account: state,
        append: async (bookings) => {
          const events = bookings.map((data): EmmettBooked => ({ type: 'account.booked', data }));
          await store.appendToStream(stream, events, { expectedStreamVersion: currentStreamVersion });
        },
      };
    },
  };
}
