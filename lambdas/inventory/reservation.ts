import {
  type Quantities,
  ReservationAdvanced,
  ReservationBegun,
  ReservationRolledBack,
  StockRefused,
  StockReleased,
  StockReserved,
} from '../contracts/orders/inventory-messages.ts';
import type { EnvelopeOf } from '../core/consume/consumer.ts';
import type { Fold } from '../core/event-store/decider.ts';
import { partsOf } from './parts.ts';

const events = [
  ReservationBegun,
  ReservationAdvanced,
  ReservationRolledBack,
  StockReserved,
  StockRefused,
  StockReleased,
] as const;

/** How far the reservation of one order has come. */
export interface ReservationState {
  readonly status: 'none' | 'reserving' | 'reserved' | 'rolling-back' | 'refused' | 'released';
  readonly lines: Quantities;
  /** How many parts of `lines` are reserved now. */
  readonly parts: number;
  /** The SKU that had too little. */
  readonly shortOf: string | undefined;
  /** What the last command that was carried out to its end was answered. */
  readonly answer: ReservationAnswer | undefined;
}

/** What a command about a reservation is answered. */
export type ReservationAnswer = EnvelopeOf<typeof StockReserved | typeof StockRefused | typeof StockReleased>;

/** The stream of one order's reservation. */
export const reservation: Fold<ReservationState, typeof events> = {
  category: 'reservation',
  initial: { status: 'none', lines: [], parts: 0, shortOf: undefined, answer: undefined },
  events,
  evolve(state, event) {
    switch (event.type) {
      case 'reservation.begun':
        return { ...state, status: 'reserving', lines: event.data.lines, parts: 1 };
      case 'reservation.advanced':
        return { ...state, parts: event.data.parts };
      case 'reservation.rolled-back':
        return { ...state, status: 'rolling-back', parts: event.data.parts, shortOf: event.data.sku };
      case 'stock.reserved':
        return { ...state, status: 'reserved', parts: partsOf(state.lines).length, answer: event };
      case 'stock.refused':
        return { ...state, status: 'refused', parts: 0, answer: event };
      case 'stock.released':
        return { ...state, status: 'released', parts: 0, answer: event };
    }
  },
};
