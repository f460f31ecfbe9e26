import type { RestockReturn } from '../contracts/orders/inventory-messages.ts';
import { RestockAdvanced, StockRestocked } from '../contracts/orders/inventory-messages.ts';
import type { EnvelopeOf } from '../core/consume/consumer.ts';
import type { Fold } from '../core/event-store/decider.ts';
import type { Move } from './move.ts';
import { merged, partsOf } from './parts.ts';
import { givenBack } from './stock.ts';

const events = [RestockAdvanced, StockRestocked] as const;

/** How far goods that came back are in stock again. */
export interface RestockState {
  /** How many parts of the lines are in stock. */
  readonly parts: number;
  /** The last event, once all of them are. */
  readonly answer: EnvelopeOf<typeof StockRestocked> | undefined;
}

/** The stream of the goods that came back from one order with one return. */
export const restock: Fold<RestockState, typeof events> = {
  category: 'restock',
  initial: { parts: 0, answer: undefined },
  events,
  evolve(state, event) {
    switch (event.type) {
      case 'restock.advanced':
        return { ...state, parts: event.data.parts };
      case 'stock.restocked':
        return { ...state, answer: event };
    }
  },
};

/** The next move towards "everything is in stock", or undefined when it is. */
export function restockMove(
  { parts: held, answer }: RestockState,
  { data }: EnvelopeOf<typeof RestockReturn>,
): Move | undefined {
  if (answer !== undefined) {
    return undefined;
  }
  const { refundId, orderId } = data;
  const parts = partsOf(merged(data.lines));
  const lines = parts[held] ?? [];
  const event =
    held + 1 < parts.length
      ? RestockAdvanced.of({ refundId, orderId, parts: held + 1 })
      : StockRestocked.of({ refundId, orderId });
  return { events: [event], stock: givenBack(lines), lines };
}
