import * as z from 'zod/mini';
import { type EventType, event } from '../../lambdas/contracts/events/event-type.ts';
import { personal } from '../../lambdas/contracts/events/personal.ts';
import type { SagaDefinition } from '../../lambdas/core/saga/saga-definition.ts';
import { saga } from '../../lambdas/core/saga/saga.ts';

const key = ({ trip }: { readonly trip: string }): string => trip;
const bare = z.object({ trip: z.string() });
const refused = z.object({ trip: z.string(), reason: z.string() });

export const TripAsked = event('trip.asked', {
  schema: z.object({ trip: z.string(), traveller: personal(z.string()), cents: z.int() }),
  key,
  dataSubject: key,
});
export const BookFlight = event('flight.book', { schema: bare, key });
export const FlightBooked = event('flight.booked', { schema: z.object({ trip: z.string(), seat: z.string() }), key });
export const FlightRefused = event('flight.refused', { schema: refused, key });
export const CancelFlight = event('flight.cancel', { schema: bare, key });
export const FlightCancelled = event('flight.cancelled', { schema: bare, key });
export const FlightKept = event('flight.kept', { schema: refused, key });
export const BookHotel = event('hotel.book', { schema: bare, key });
export const HotelBooked = event('hotel.booked', { schema: z.object({ trip: z.string(), room: z.int() }), key });
export const HotelRefused = event('hotel.refused', { schema: refused, key });
export const CancelHotel = event('hotel.cancel', { schema: bare, key });
export const HotelCancelled = event('hotel.cancelled', { schema: bare, key });
export const ChargeCard = event('card.charge', { schema: bare, key });
export const CardCharged = event('card.charged', { schema: bare, key });
export const CardDeclined = event('card.declined', { schema: refused, key });
export const SendTicket = event('ticket.send', { schema: bare, key });
export const TicketSent = event('ticket.sent', { schema: bare, key });
export const TripBooked = event('trip.booked', { schema: z.object({ trip: z.string(), seat: z.string() }), key });
export const TripFailed = event('trip.failed', { schema: refused, key });

/** What the consumers of the trip are told. */
export const tripCommands: readonly EventType[] = [
  ...[BookFlight, CancelFlight, BookHotel, CancelHotel, ChargeCard, SendTicket, TripBooked, TripFailed],
];

/** A saga with undos, a pivot and a step behind it, for tests of what leads a saga from outside. */
export const trip: SagaDefinition = saga('book-trip', { startedBy: TripAsked, version: 1, deadline: { days: 1 } })
  .step('flight', {
    send: ({ trip: id }) => BookFlight.of({ trip: id }),
    ok: FlightBooked,
    refused: FlightRefused,
    undo: {
      send: ({ trip: id }) => CancelFlight.of({ trip: id }),
      done: FlightCancelled,
      failed: FlightKept,
      retry: { attempts: 1 },
    },
    timeout: { minutes: 5 },
  })
  .step('hotel', {
    send: ({ trip: id }) => BookHotel.of({ trip: id }),
    ok: HotelBooked,
    refused: HotelRefused,
    undo: { send: ({ trip: id }) => CancelHotel.of({ trip: id }), done: HotelCancelled },
    timeout: { minutes: 5 },
  })
  .pivot('pay', {
    send: ({ trip: id }) => ChargeCard.of({ trip: id }),
    ok: CardCharged,
    refused: CardDeclined,
    timeout: { minutes: 5 },
  })
  .step('ticket', { send: ({ trip: id }) => SendTicket.of({ trip: id }), ok: TicketSent, timeout: { minutes: 5 } })
  .completes(({ trip: id }, { flight }) => TripBooked.of({ trip: id, seat: flight.seat }))
  .fails(({ trip: id }, { reason }) => TripFailed.of({ trip: id, reason }));
