import {
  type Quantities,
  ReservationAdvanced,
  ReservationBegun,
  ReservationRolledBack,
  StockRefused,
  StockReleased,
  StockReserved,
} from '../contracts/orders/inventory-messages.ts';
import type { Fold } from '../core/event-store/decider.ts';

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
}

/** The stream of one order's reservation. */
export const reservation: Fold<ReservationState, typeof events> = {
  category: 'reservation',
  initial: { status: 'none', lines: [], parts: 0, shortOf: undefined },
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
        return { ...state, status: 'reserved', parts: partsOf(state.lines).length };
      case 'stock.refused':
        return { ...state, status: 'refused', parts: 0 };
      case 'stock.released':
        return { ...state, status: 'released', parts: 0 };
    }
  },
};

/** Stock changes that fit one transaction: 100 actions, less the stream's tip and the batch it may calve. */
export const partSize = 98;

/** The lines in parts of at most {@link partSize}, in a fixed order. */
export function partsOf(lines: Quantities): readonly Quantities[] {
  return Array.from({ length: Math.ceil(lines.length / partSize) }, (_, index) =>
    lines.slice(index * partSize, (index + 1) * partSize),
  );
}

/** One line for each SKU: no item may stand twice in a transaction. */
export function merged(lines: Quantities): Quantities {
  const totals = new Map<string, number>();
  for (const { sku, quantity } of lines) {
    totals.set(sku, (totals.get(sku) ?? 0) + quantity);
  }
  return [...totals].map(([sku, quantity]) => ({ sku, quantity }));
}
