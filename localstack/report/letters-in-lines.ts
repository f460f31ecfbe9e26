import { deadLetterPartition } from '../../lambdas/contracts/dead-letter-partition.ts';
import { orders } from '../../lambdas/contracts/orders/pipeline.ts';
import { lineOf, linePrefix } from '../../lambdas/core/dead-letter/line-items.ts';
import type { Item } from '../../lambdas/core/ports/item-store.ts';

/** How many letters stand in the lines of each queue; a queue without lines is left out. */
export function lettersInLines(items: Iterable<Item>): ReadonlyMap<string, number> {
  const queueOf = new Map(Object.keys(orders.queues).map((queue) => [deadLetterPartition(queue), queue]));
  const counts = new Map<string, number>();
  for (const item of items) {
    const queue = queueOf.get(item.key.partition);
    if (queue !== undefined && item.key.sort.startsWith(linePrefix)) {
      counts.set(queue, (counts.get(queue) ?? 0) + lineOf(item).letters);
    }
  }
  return counts;
}
