import { deadLetterPartition } from '../../../lambdas/contracts/dead-letter-partition.ts';
import type { MemoryItemStore } from '../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { linePrefix } from '../../../lambdas/core/dead-letter/line-items.ts';
import { patientDefinition } from '../world/patient-definition.ts';

/** Keys that are still parked although whatever they were parked for is repaired and redriven. */
export function parkedBreaches(items: MemoryItemStore): readonly string[] {
  return parkedKeys(items).map((key) => `${key} must not be parked any more`);
}

/** Keys that are parked, each with its queue. */
export function parkedKeys(items: MemoryItemStore): readonly string[] {
  const partitions = new Set(Object.keys(patientDefinition.queues).map(deadLetterPartition));
  return [...items.scan()]
    .filter(({ key }) => partitions.has(key.partition) && key.sort.startsWith(linePrefix))
    .map(({ key }) => `${key.partition} ${key.sort}`);
}
