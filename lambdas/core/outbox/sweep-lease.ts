import { leaseStore } from '../../contracts/lease-store.ts';
import type { ItemKey } from '../ports/item-store.ts';

/** Seconds after which the lease of a sweeper that died is free again. */
export const sweepLeaseSeconds = 60;

/** Where the lease of a shard lives. */
export function leaseKey(shard: string): ItemKey {
  return { partition: `${leaseStore}-${shard}`, sort: 'lease' };
}
