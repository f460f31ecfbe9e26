import { describe, expect, it } from '@jest/globals';
import { createMemoryItemStore } from '../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { sha256Fingerprint as fingerprint } from '../../../lambdas/adapters/system/sha256-fingerprint.ts';
import type { Draft } from '../../../lambdas/contracts/events/event-type.ts';
import { OrderPlaced, OrderRejected } from '../../../lambdas/contracts/orders/order-messages.ts';
import { duplicate } from '../../../lambdas/core/consume/outcome.ts';
import { createPickOrder } from '../../../lambdas/pick-order/pick-order.ts';
import { pickingKey } from '../../../lambdas/pick-order/picking.ts';
import { quoteOf } from '../../../lambdas/quote-shipping/quote-of.ts';
import { arriving } from '../../support/commands.ts';
import { fixedClock } from '../../support/fixed-clock.ts';
import { fixedIds } from '../../support/fixed-ids.ts';
import { placedOrder } from '../../support/placed-order.ts';

const context = { deadline: Date.UTC(2026, 0, 2), receiveCount: 1 };
const placed = OrderPlaced.of(placedOrder());
const rejected = OrderRejected.of({ orderId: 'o1', customerId: 'c1', reason: 'not paid' });
const quote = (parcel: { readonly units: number }): Promise<number> => Promise.resolve(quoteOf(parcel));

function rig({ quotes = { quote } } = {}) {
  const items = createMemoryItemStore();
  const consumer = createPickOrder({ quotes, items, clock: fixedClock(), ids: fixedIds('try-'), fingerprint });
  return {
    handle: (draft: Draft, id: string) => consumer.handle({ ...arriving(draft), id }, context),
    picking: async () => (await items.get(pickingKey('o1')))?.attributes,
  };
}

describe('picking an order', () => {
  it('takes its units and the quote for its parcel, once', async () => {
    const { handle, picking } = rig();

    await handle(placed, 'e1');

    expect(await handle(placed, 'e1')).toEqual(duplicate());
    expect(await picking()).toEqual({ status: 'picked', units: 2, quoteCents: 535 });
  });

  it.each([
    ['after', [placed, rejected]],
    ['before', [rejected, placed]],
  ])('puts back what was rejected, also when that is known %s the order', async (_when, drafts) => {
    const { handle, picking } = rig();

    for (const draft of drafts) {
      await handle(draft, draft.type.name);
    }

    expect(await picking()).toMatchObject({ status: 'put back', units: 2 });
  });

  it('picks nothing while nobody answers with a quote', async () => {
    const { handle, picking } = rig({ quotes: { quote: () => Promise.reject(new TypeError('nobody there')) } });

    await expect(handle(placed, 'e1')).rejects.toThrow('nobody there');

    expect(await picking()).toBeUndefined();
  });
});
