import type { Envelope } from '../../lambdas/contracts/events/envelope.ts';
import type { HistoryEntry } from '../../lambdas/core/saga/saga-history.ts';
import type { SagaState } from '../../lambdas/core/saga/saga-state.ts';

/** What a report needs of an event; a run holds tens of thousands of them. */
export type EventFacts = Pick<Envelope, 'id' | 'type' | 'subject' | 'data'>;

/** What the store says about a saga. */
export interface SagaFacts extends SagaState {
  /** The replies that moved it, oldest first. */
  readonly history: readonly HistoryEntry[];
}

/** What the store says about one order, across all its streams and its saga. */
export interface OrderFacts {
  readonly orderId: string;
  readonly status: 'none' | 'placed' | 'confirmed' | 'rejected';
  readonly total: number;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  readonly saga: SagaFacts | undefined;
  /** Events of every stream of this order, each stream in its own order. */
  readonly streams: Readonly<Record<string, readonly EventFacts[]>>;
}

/** What the store says about one SKU. */
export interface StockFacts {
  readonly sku: string;
  readonly seeded: number;
  readonly available: number;
}

/** Everything a report reads from the store. */
export interface StoreFacts {
  readonly orders: ReadonlyMap<string, OrderFacts>;
  readonly stock: readonly StockFacts[];
  /** Committed messages that are not published. */
  readonly pending: number;
  /** Notices that were given, by the id of the message that caused them. */
  readonly notices: number;
  /** Streams and their faults. */
  readonly streams: number;
  readonly events: number;
  readonly faults: readonly string[];
}
