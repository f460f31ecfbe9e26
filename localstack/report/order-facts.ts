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

/** What the store says about the refund of one part of a return, all that belongs to one order. */
export interface RefundFacts {
  readonly refundId: string;
  readonly returnId: string;
  readonly orderId: string;
  readonly amount: number;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  /** Whether the order knows of it. */
  readonly recorded: boolean;
  readonly saga: SagaFacts | undefined;
  /** Events of the goods that came back. */
  readonly restock: readonly EventFacts[];
}

/** What the store says about one return. */
export interface ReturnFacts {
  readonly returnId: string;
  /** `held`: it waits for orders that have not ended; `reopened`: it is to be looked at again. */
  readonly status: 'held' | 'reopened' | 'accepted';
  readonly waitsFor: readonly string[];
  /** Refunds that were asked for. */
  readonly refundIds: readonly string[];
  /** Why refunds were refused, by order. */
  readonly refused: ReadonlyMap<string, string>;
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
  readonly returns: ReadonlyMap<string, ReturnFacts>;
  readonly refunds: ReadonlyMap<string, RefundFacts>;
  /** Events of the ledgers of customers. */
  readonly ledgers: readonly EventFacts[];
  /** Ids of replies that were given once more, beside the streams. */
  readonly repeatedReplies: ReadonlySet<string>;
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
