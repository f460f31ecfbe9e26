import { OrderConfirmed, OrderPlaced, OrderRejected } from '../contracts/orders/order-messages.ts';
import type { Consumer } from '../core/consume/consumer.ts';
import { type IdempotentWritesDependencies, idempotentWrites } from '../core/idempotency/idempotent-writes.ts';
import { boardKey } from './board-key.ts';

const handles = [OrderPlaced, OrderConfirmed, OrderRejected] as const;

const fields = { 'order.placed': 'placed', 'order.confirmed': 'confirmed', 'order.rejected': 'rejected' } as const;

/** Counts what happens to orders on a board, as it happens: each event once, whatever the stream repeats. */
export function createLiveOrders(ports: IdempotentWritesDependencies): Consumer {
  return idempotentWrites(
    {
      name: 'liveOrders',
      handles,
      changes: ({ type, time }) =>
        Promise.resolve([{ kind: 'update', key: boardKey(time), add: { [fields[type]]: 1 }, when: [] }]),
    },
    ports,
  );
}
