import type { Draft } from '../contracts/events/event-type.ts';
import type { Quantities } from '../contracts/orders/inventory-messages.ts';
import type { Write } from '../core/ports/item-store.ts';

/** The next transaction of something that takes several: events of its stream, and stock that changes with them. */
export interface Move {
  readonly events: readonly Draft[];
  readonly stock: readonly Write[];
  /** The lines that `stock` changes, in the same order. */
  readonly lines: Quantities;
}
