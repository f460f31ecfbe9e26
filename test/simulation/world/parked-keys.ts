import type { MemoryItemStore } from '../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { deadLetterPartition } from '../../../lambdas/contracts/dead-letter-partition.ts';
import { linePrefix } from '../../../lambdas/core/dead-letter/line-items.ts';
import { patientDefinition } from './patient-definition.ts';

/** Keys that are parked, each with its queue. */
export function parkedKeys(items: Pick<MemoryItemStore, 'scan'>): readonly string[] {
  const partitions = new Set(Object.keys(patientDefinition.queues).map(deadLetterPartition));
  return [...items.scan()]
    .filter(({ key }) => partitions.has(key.partition) && key.sort.startsWith(linePrefix))
    .map(({ key }) => `${key.partition} ${key.sort}`);
}
