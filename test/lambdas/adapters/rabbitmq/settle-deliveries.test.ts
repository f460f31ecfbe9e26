import { beforeEach, describe, expect, it } from '@jest/globals';
import type { HeldDelivery } from '../../../../lambdas/adapters/rabbitmq/held-deliveries.ts';
import type { RabbitDeliveries } from '../../../../lambdas/adapters/rabbitmq/rabbit-deliveries.ts';
import { settleDeliveries } from '../../../../lambdas/adapters/rabbitmq/settle-deliveries.ts';

let told: string[];

const deliveries: RabbitDeliveries = {
  open: () => Promise.resolve(),
  isOpen: () => true,
  held: () => [],
  delay: () => undefined,
  drop: ({ receipt }, what) => told.push(`${what} ${receipt}`),
  giveBackAll: () => Promise.resolve(void told.push('give back all')),
  change: () => Promise.resolve(),
  changed: () => undefined,
  close: () => Promise.resolve(),
};

const delivery = (id: string, deliveriesBefore = 0): HeldDelivery => ({
  record: { id, body: id, key: 'a', deliveries: deliveriesBefore },
  ...{ receipt: id, heldSince: 0, notBefore: 0, tries: 0, out: true, stale: false },
});

const clock = { now: () => 10_000 };

describe('settling deliveries of RabbitMQ', () => {
  beforeEach(() => {
    told = [];
  });

  it('failure mode 70: keeps a failed record for a pause instead of giving it back at once, and forgets the rest', async () => {
    const [first, second] = [delivery('1'), delivery('2')];

    await settleDeliveries([first, second], { failed: ['2'] }, { clock, deliveries, pauseSeconds: 2 });

    expect(told).toEqual(['forget 1']);
    expect(second).toMatchObject({ out: false, tries: 1, notBefore: 12_000 });
  });

  it('keeps the delay that was asked for, and counts no try that was not begun', async () => {
    const late = { ...delivery('1'), notBefore: 60_000 };

    await settleDeliveries([late], { failed: ['1'], late: ['1'] }, { clock, deliveries, rejectAfter: 1 });

    expect(told).toEqual([]);
    expect(late).toMatchObject({ tries: 0, notBefore: 60_000 });
  });

  it.each([
    [1, []],
    [2, ['reject 1']],
  ])('rejects a record on the delivery that is its last one, of which %d were before', async (before, expected) => {
    await settleDeliveries([delivery('1', before)], { failed: ['1'] }, { clock, deliveries, rejectAfter: 3 });

    expect(told).toEqual(expected);
  });

  it.each([
    [false, ['return 1']],
    [true, ['give back all']],
  ])('failure mode 70: gives back what the broker would not wait for (ordered: %s)', async (ordered, expected) => {
    const held = { ...delivery('1'), notBefore: 400_000 };

    await settleDeliveries([held], { failed: ['1'] }, { clock, deliveries, ordered, longestHoldSeconds: 300 });

    expect(told).toEqual(expected);
  });

  it('tells nothing but forgets what came on a channel that is gone', async () => {
    await settleDeliveries(
      [{ ...delivery('1'), stale: true }],
      { failed: ['1'] },
      { clock, deliveries, ordered: true },
    );

    expect(told).toEqual(['forget 1']);
  });
});
