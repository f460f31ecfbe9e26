import type { ItemKey } from '../ports/item-store.ts';

/**
 * Where the bucket of a key lies for one limit.
 *
 * The limit is in the sort key too: `a-b` with `c` and `a` with `b-c` would share a partition.
 */
export function rateKey(limit: string, key: string): ItemKey {
  return { partition: `rate-${limit}-${key}`, sort: `rate-${limit}` };
}
