import {
  type Quantities,
  ReservationAdvanced,
  ReservationBegun,
  ReservationRolledBack,
  StockRefused,
  StockReleased,
  StockReserved,
} from '../contracts/orders/inventory-messages.ts';
import type { Draft } from '../contracts/events/event-type.ts';
import type { Move } from './move.ts';
import { partsOf } from './parts.ts';
import type { ReservationState } from './reservation.ts';
import { givenBack, taken } from './stock.ts';

/** The reason of every refusal. */
export const outOfStock = 'out of stock';

/**
 * The next move towards "everything is reserved", or undefined when the reservation is settled.
 *
 * Each move is one transaction, and the stream remembers how many parts it holds, so that a crash between two moves
 * loses nothing: the repeated command goes on from there.
 */
export function reserveMove(
  state: ReservationState,
  request: { readonly orderId: string; readonly lines: Quantities; readonly shortOf: string | undefined },
): Move | undefined {
  const shortOf = state.shortOf ?? request.shortOf;
  if (!unsettled.includes(state.status)) {
    return undefined;
  }
  return shortOf === undefined
    ? forthMove(state, request)
    : backMove(state, {
        last: StockRefused.of({ orderId: request.orderId, reason: outOfStock, sku: shortOf, ...givenUp(state) }),
        between: (parts) => ReservationRolledBack.of({ orderId: request.orderId, parts, sku: shortOf }),
      });
}

/** The next move towards "nothing is reserved", or undefined when it is so already and has been said. */
export function releaseMove(state: ReservationState, orderId: string): Move | undefined {
  return state.status === 'released'
    ? undefined
    : backMove(state, {
        last: StockReleased.of({ orderId, ...givenUp(state) }),
        between: (parts) => ReservationRolledBack.of({ orderId, parts, sku: state.shortOf ?? '' }),
      });
}

const unsettled: readonly ReservationState['status'][] = ['none', 'reserving', 'rolling-back'];

function forthMove(
  state: ReservationState,
  { orderId, lines: asked }: { readonly orderId: string; readonly lines: Quantities },
): Move {
  const begins = state.status === 'none';
  const parts = partsOf(begins ? asked : state.lines);
  const lines = parts[state.parts] ?? [];
  const held = state.parts + 1;
  const events = [
    ...(begins ? [ReservationBegun.of({ orderId, lines: asked })] : []),
    ...(!begins && held < parts.length ? [ReservationAdvanced.of({ orderId, parts: held })] : []),
    ...(held === parts.length ? [StockReserved.of({ orderId })] : []),
  ];
  return { events, stock: taken(lines), lines };
}

/** A reservation that never began, or is given up already, gives up nothing. */
function givenUp({ parts, lines }: ReservationState): { readonly lines?: Quantities } {
  return parts === 0 ? {} : { lines };
}

function backMove(
  state: ReservationState,
  say: { readonly last: Draft; readonly between: (parts: number) => Draft },
): Move {
  const lines = partsOf(state.lines)[state.parts - 1] ?? [];
  const event = state.parts <= 1 ? say.last : say.between(state.parts - 1);
  return { events: [event], stock: givenBack(lines), lines };
}
