import type { ItemKey } from '../ports/item-store.ts';

/** Beginning of the sort keys of records of what operators did; they sort by time. */
export const auditPrefix = 'audit#';

/** Where a record of a partition lives; `at` in milliseconds since the epoch, `id` tells those of one moment apart. */
export function auditKey(partition: string, { at, id }: { readonly at: number; readonly id: string }): ItemKey {
  return { partition, sort: `${auditPrefix}${String(at).padStart(15, '0')}#${id}` };
}
