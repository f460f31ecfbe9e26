import { OrderConfirmed, OrderPlaced, OrderRejected, OrderReturned } from '../contracts/orders/order-messages.ts';
import type { Consumer, EnvelopeOf } from '../core/consume/consumer.ts';
import { type IdempotentWritesDependencies, idempotentWrites } from '../core/idempotency/idempotent-writes.ts';
import type { Write } from '../core/ports/item-store.ts';
import { mergedWith, rowWrite, unchangedRow } from '../core/projection/merged-row.ts';
import { salesByDay } from '../projections/orders/sales-by-day.ts';
import { salesRowKey } from './sales-row-key.ts';

const handles = [OrderPlaced, OrderConfirmed, OrderRejected, OrderReturned] as const;

/**
 * Keeps the sales of each day from the events that come over a broker: the projection of the event index, fed by
 * another way, so that the two can be held against each other to the cent.
 *
 * Each event changes its row once, whatever the broker repeats; rows add, so events may come in any order.
 */
export function createSalesProjection(ports: IdempotentWritesDependencies): Consumer {
  return idempotentWrites(
    { name: 'salesProjection', handles, changes: (event) => Promise.resolve(changesOf(event)) },
    ports,
  );
}

function changesOf(event: EnvelopeOf<(typeof handles)[number]>): readonly Write[] {
  switch (event.type) {
    case 'order.placed':
    case 'order.rejected':
      return [];
    case 'order.confirmed':
    case 'order.returned':
      return salesByDay.project(event, { stream: event.subject, version: 1, replay: false }).flatMap((change) => {
        return rowWrite(salesRowKey(change.row), mergedWith(unchangedRow, change)) ?? [];
      });
  }
}
