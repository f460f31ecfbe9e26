import { beforeEach, describe, expect, it } from '@jest/globals';
import { type VirtualClock, createVirtualClock } from '../../../../lambdas/adapters/memory/clock/virtual-clock.ts';
import {
  type MemoryItemStore,
  createMemoryItemStore,
} from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { type Lease, takeLease } from '../../../../lambdas/core/lease/take-lease.ts';
import type { IdSource } from '../../../../lambdas/core/ports/id-source.ts';
import { fixedIds } from '../../../support/fixed-ids.ts';

const key = { partition: 'sweeper-due#00', sort: 'lease' };
const leaseSeconds = 60;

let clock: VirtualClock;
let items: MemoryItemStore;
let ids: IdSource;

beforeEach(() => {
  clock = createVirtualClock(0);
  items = createMemoryItemStore();
  ids = fixedIds('owner-');
});

const take = (): Promise<Lease | undefined> => takeLease({ items, clock, ids, leaseSeconds }, key);

/** Whether a transaction that the lease fences goes through. */
async function commits(lease: Lease | undefined): Promise<boolean | undefined> {
  const work = { kind: 'put', key: { partition: 'view-a', sort: 'row' }, attributes: {}, when: [] } as const;
  return lease && (await items.transact([work, lease.fence])).ok;
}

describe('a lease', () => {
  it('has one owner until it is given back', async () => {
    const first = await take();

    const second = await take();
    await first?.release();

    expect([first, second, await take()].map((lease) => lease !== undefined)).toEqual([true, false, true]);
  });

  it('is free again once nobody renewed it for its whole time, and not a millisecond before', async () => {
    await take();

    clock.advance(leaseSeconds * 1000 - 1);
    const early = await take();
    clock.advance(1);

    expect([early !== undefined, (await take()) !== undefined]).toEqual([false, true]);
  });

  it('refuses the transactions of an owner who was overtaken, however late they come', async () => {
    const late = await take();
    const whileHeld = await commits(late);
    clock.advance(leaseSeconds * 1000);
    const next = await take();

    expect([whileHeld, await commits(late), await commits(next)]).toEqual([true, false, true]);
    expect([await late?.renew(), await next?.renew()]).toEqual([false, true]);
  });

  it('is not given back by an owner who was overtaken', async () => {
    const late = await take();
    clock.advance(leaseSeconds * 1000);
    await take();

    await late?.release();

    expect(await take()).toBeUndefined();
  });
});
