import { describe, expect, it } from '@jest/globals';
import { emptyAccount } from '../../../bench/event-store/account.ts';
import { emmettSide } from '../../../bench/event-store/emmett-side.ts';
import { ourSide } from '../../../bench/event-store/our-side.ts';
import { type StoreSide, play } from '../../../bench/event-store/workload.ts';
import { createMemoryItemStore } from '../../../lambdas/adapters/memory/item-store/memory-item-store.ts';

const workload = { accounts: 3, commits: 4 };
const sides: Readonly<Record<string, () => StoreSide>> = {
  'this package with snapshots': () => ourSide(createMemoryItemStore(), { snapshots: true }),
  'this package without': () => ourSide(createMemoryItemStore(), { snapshots: false }),
  Emmett: emmettSide,
};

describe('the bookings that event stores are measured with', () => {
  it.each(Object.keys(sides))('lead to the same accounts in %s', async (name) => {
    const side = sides[name]?.() ?? emmettSide();

    await play(side, workload);

    expect((await side.load('account-2')).account).toEqual({ cents: 6180, bookings: 40 });
  });

  it('load each account before every commit and once behind the last', async () => {
    const steps: string[] = [];

    await play(emmettSide(), workload, (step) => steps.push(step));

    expect(steps.filter((step) => step === 'load')).toHaveLength(15);
    expect(steps.filter((step) => step === 'append')).toHaveLength(12);
  });

  it('fail a side that loses some', async () => {
    const forgetful: StoreSide = {
      load: () => Promise.resolve({ account: emptyAccount, append: () => Promise.resolve() }),
    };

    await expect(play(forgetful, workload)).rejects.toMatchObject({ code: 'batch-failed' });
  });
});
