import { deadLetterPartition } from '../../../lambdas/contracts/dead-letter-partition.ts';
import { linePrefix } from '../../../lambdas/core/dead-letter/line-items.ts';
import type { Stage } from './stage.ts';

/** Keys that are parked, each with the source whose they are. */
export function parkedKeys({ items, definition }: Pick<Stage, 'items' | 'definition'>): readonly string[] {
  const sources = Object.values(definition.consumers).map(({ source }) => source);
  const partitions = new Set([...Object.keys(definition.queues), ...sources].map(deadLetterPartition));
  return [...items.scan()]
    .filter(({ key }) => partitions.has(key.partition) && key.sort.startsWith(linePrefix))
    .map(({ key }) => `${key.partition} ${key.sort}`);
}
