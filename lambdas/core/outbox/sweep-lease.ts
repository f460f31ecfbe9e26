import type { Clock } from '../ports/clock.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { Condition, ItemKey, ItemStore } from '../ports/item-store.ts';

/** First word of the partitions that hold leases; whoever sweeps needs access to them. */
export const leaseStore = 'sweeper';

/** Seconds after which the lease of a sweeper that died is free again. */
export const sweepLeaseSeconds = 60;

/** The right to sweep a shard for a while; `false` from `renew` means that another has it now. */
export interface SweepLease {
  /** Holds it for the whole time again, unless another has taken it over. */
  renew(): Promise<boolean>;
  /** Gives it back; a late owner gives nothing back. */
  release(): Promise<void>;
}

/** What leases work with. */
export interface SweepLeaseDependencies {
  readonly items: Pick<ItemStore, 'write'>;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Seconds after which a lease that nobody renews may be taken over. */
  readonly leaseSeconds: number;
}

/** Where the lease of a shard lives. */
export function leaseKey(shard: string): ItemKey {
  return { partition: `${leaseStore}-${shard}`, sort: 'lease' };
}

/** Takes the lease of a shard for a new owner, one write; undefined while another holds it. */
export async function takeLease(dependencies: SweepLeaseDependencies, shard: string): Promise<SweepLease | undefined> {
  const { items, clock, ids, leaseSeconds } = dependencies;
  const key = leaseKey(shard);
  // The fencing token: a late owner finds another in its place.
  const owner = ids.next();
  const mine: Condition = { attribute: 'owner', is: 'equal', value: owner };
  const held = (): number => clock.now() + leaseSeconds * 1000;
  const free: Condition = { any: [{ item: 'absent' }, { attribute: 'leaseUntil', is: 'atMost', value: clock.now() }] };

  const taken = await items.write({ kind: 'update', key, set: { owner, leaseUntil: held() }, when: [free] });
  // A write whose answer was lost is repeated and then refused by itself.
  if (!taken.ok && taken.current?.attributes['owner'] !== owner) {
    return undefined;
  }
  return {
    renew: async () => (await items.write({ kind: 'update', key, set: { leaseUntil: held() }, when: [mine] })).ok,
    release: async () => {
      await items.write({ kind: 'update', key, set: { leaseUntil: 0 }, when: [mine] });
    },
  };
}
