import type { Clock } from '../ports/clock.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { Check, Condition, ItemKey, ItemStore } from '../ports/item-store.ts';

/** The right to be the only one at some work for a while. */
export interface Lease {
  /** Put into a transaction, it refuses all of it once another has taken the lease over: the fence of late owners. */
  readonly fence: Check;
  /** Holds it for the whole time again; `false` means that another has it now. */
  renew(): Promise<boolean>;
  /** Gives it back; a late owner gives nothing back. */
  release(): Promise<void>;
}

/** What leases work with. */
export interface LeaseDependencies {
  readonly items: Pick<ItemStore, 'write'>;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Seconds after which a lease that nobody renews may be taken over. */
  readonly leaseSeconds: number;
}

/** Takes the lease that lives under a key for a new owner, one write; undefined while another holds it. */
export async function takeLease(dependencies: LeaseDependencies, key: ItemKey): Promise<Lease | undefined> {
  const { items, clock, ids, leaseSeconds } = dependencies;
  // A late owner finds another in its place.
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
    fence: { kind: 'check', key, when: [mine] },
    renew: async () => (await items.write({ kind: 'update', key, set: { leaseUntil: held() }, when: [mine] })).ok,
    release: async () => {
      await items.write({ kind: 'update', key, set: { leaseUntil: 0 }, when: [mine] });
    },
  };
}
