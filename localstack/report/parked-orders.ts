import { deadLetterPartition } from '../../lambdas/contracts/dead-letter-partition.ts';
import { orders } from '../../lambdas/contracts/orders/pipeline.ts';
import { letterPrefix } from '../../lambdas/core/dead-letter/line-items.ts';
import type { Item } from '../../lambdas/core/ports/item-store.ts';
import { orderIn } from './order-in.ts';

/** A message in a dead-letter queue. */
export interface DeadLetterBody {
  /** The queue whose dead letter it is. */
  readonly queue: string;
  readonly body: string;
  /** Why it was parked; undefined when the queue moved it here by itself. */
  readonly reason: string | undefined;
}

/**
 * Ids of the orders and returns of which a message is parked, in a dead-letter queue or in the lines of the store, each
 * with the reason; a message that says no order is named by where it lies.
 */
export function parkedOrders(found: {
  readonly bodies: Iterable<DeadLetterBody>;
  readonly items: Iterable<Item>;
}): ReadonlyMap<string, string> {
  const queued = Array.from(
    found.bodies,
    ({ queue, body, reason }) => [orderIn(body) ?? unreadable(queue), reason ?? tooOften] as const,
  );
  return new Map([...queued, ...Array.from(found.items).flatMap(orderInLine)]);
}

/** The reason of what a queue moved to its dead letters without being told why. */
const tooOften = 'received too often';

const partitions = Object.entries(orders.queues).map(([queue, { fifo }]) => ({
  ...{ queue, fifo },
  prefix: `${deadLetterPartition(queue)}-`,
}));

/** Where a message cannot say its order, the key of its line mostly is the order, if its queue keeps one. */
function orderInLine({ key, attributes }: Item): readonly (readonly [string, string])[] {
  const place = partitions.find(({ prefix }) => key.partition.startsWith(prefix));
  if (place === undefined || !key.sort.startsWith(letterPrefix)) {
    return [];
  }
  const { body, reason } = attributes;
  const why = typeof reason === 'string' ? reason : tooOften;
  const said = typeof body === 'string' ? orderIn(body) : undefined;
  return [[said ?? (place.fifo ? key.partition.slice(place.prefix.length) : unreadable(place.queue)), why]];
}

function unreadable(queue: string): string {
  return `unreadable message of ${queue}`;
}
