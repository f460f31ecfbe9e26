import { describe, expect, it } from '@jest/globals';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { createItemRateLimiter, takeAttempts } from '../../../../lambdas/core/limit/item-rate-limiter.ts';
import { rateKey } from '../../../../lambdas/core/limit/rate-key.ts';
import type { ItemStore } from '../../../../lambdas/core/ports/item-store.ts';
import { countingItems } from '../../../support/counting-items.ts';
import { fixedClock } from '../../../support/fixed-clock.ts';

const limit = { name: 'calls', capacity: 10, refillPerSecond: 1 };

describe('createItemRateLimiter', () => {
  it('costs one write a take, two when the bucket is full, and never a read', async () => {
    const clock = fixedClock();
    const { items, counts } = countingItems(createMemoryItemStore());
    const limiter = createItemRateLimiter({ items, clock, limit });

    const writes: number[] = [];
    for (const tokens of [1, 1, 9]) {
      const before = counts.write;
      await limiter.take('partner', tokens);
      writes.push(counts.write - before);
    }

    expect(writes).toEqual([2, 1, 1]);
    expect(counts.get).toBe(0);
  });

  it('keeps a bucket for an hour after it is full, by the clock of the table', async () => {
    const [clock, items] = [fixedClock(), createMemoryItemStore()];

    await createItemRateLimiter({ items, clock, limit }).take('partner');

    const item = await items.get(rateKey('calls', 'partner'));
    expect(item?.attributes['expiresAt']).toBe(clock.now() / 1000 + 10 + 3600);
    expect(item?.attributes['fullAt']).toBe((clock.now() + 1000) * 1000);
  });

  it('fails with a conflict, to be tried again, when others are always faster', async () => {
    let writes = 0;
    const items: Pick<ItemStore, 'write'> = {
      write: () => {
        writes += 1;
        return Promise.resolve({ ok: false, current: undefined });
      },
    };

    const taking = createItemRateLimiter({ items, clock: fixedClock(), limit }).take('partner');

    await expect(taking).rejects.toMatchObject({ code: 'store-conflict', retryable: true });
    expect(writes).toBe(2 * takeAttempts);
  });
});
