import { describe, expect, it } from '@jest/globals';
import type { Order } from '../../../lambdas/contracts/orders/order-messages.ts';
import type { Return } from '../../../lambdas/contracts/orders/return-messages.ts';
import { outgoingMessage } from '../../../lambdas/core/outbox/outgoing-message.ts';
import { messagesOf } from '../../../localstack/import/messages-of.ts';
import type { Entry } from '../../../localstack/import/order-import.ts';
import { checkInvariants } from '../../../localstack/report/invariants/check-invariants.ts';
import { deadLetterBodies } from '../../../localstack/embedded/embedded-figures.ts';
import { orderFigures } from '../../../localstack/report/order-figures.ts';
import type { StoreFacts } from '../../../localstack/report/order-facts.ts';
import { parkedOrders } from '../../../localstack/report/parked-orders.ts';
import { readFacts } from '../../../localstack/report/read-facts.ts';
import type { OrderFigures } from '../../../localstack/report/run-report.ts';
import { placedOrder } from '../../support/placed-order.ts';
import { embeddedRig } from './embedded-rig.ts';

const order = (orderId: string, differences: Partial<Order> = {}): Order => placedOrder({ orderId, ...differences });
const back = (returnId: string, quantity: number): Return => ({
  ...{ returnId, customerId: 'c1', returnedAt: '2026-02-01T00:00:00Z' },
  lines: [{ sku: 'CD', quantity }],
});

/** Sends orders and returns as a client does, all at once, and lets the pipeline come to rest. */
async function ran(...sent: readonly (Order | Return)[]): Promise<{
  readonly figures: OrderFigures;
  readonly facts: StoreFacts;
  readonly broken: readonly string[];
}> {
  const entries = sent.map((one): Entry =>
    'returnId' in one ? { kind: 'return', goods: one } : { kind: 'order', order: one },
  );
  const orders = entries.flatMap((entry) => (entry.kind === 'order' ? [entry.order] : []));
  const rig = await embeddedRig({ orders });
  const drafts = entries.flatMap(messagesOf);
  await rig.broker.publisher.publish(drafts.map((draft) => outgoingMessage(rig.writer.write(draft, undefined))));
  await rig.settle();
  const facts = readFacts(rig.items.scan());
  const parked = parkedOrders({ bodies: deadLetterBodies(rig.definition, rig.broker), items: rig.items.scan() });
  const accepted = new Set(sent.map((one) => ('returnId' in one ? one.returnId : one.orderId)));
  const results = checkInvariants({ facts, accepted, parked: new Set(parked.keys()) });
  return {
    facts,
    figures: orderFigures({ read: sent.length, accepted, rejected: {} }, facts, parked),
    broken: results.filter(({ holds }) => !holds).map(({ evidence }) => evidence),
  };
}

describe('an embedded run with returns', () => {
  it('refunds a part of an order that was sent just before, and parks what was never bought', async () => {
    const { figures, broken } = await ran(order('o1'), back('C1', 1), back('C2', 2));

    expect(broken).toEqual([]);
    expect(figures).toMatchObject({ completed: 1, returned: 1, parked: 1, inFlight: 0, amountReturned: 500 });
    expect(figures.parkedBy).toEqual({ 'no matching purchase': 1 });
  });

  it('cancels an order in flight of which all comes back, and takes back what was done in reverse', async () => {
    const { figures, facts, broken } = await ran(order('o1'), back('C1', 2));

    expect(broken).toEqual([]);
    expect(figures).toMatchObject({ completed: 0, compensated: { 'returned as C1': 1 }, returned: 1, inFlight: 0 });
    expect(figures.amountReturned).toBe(0);
    expect(facts.orders.get('o1')?.saga).toMatchObject({ status: 'cancelled' });
    expect(facts.stock).toEqual([{ sku: 'CD', seeded: 2, available: 2 }]);
  });

  it('parks the return of an order that is declined while it waits', async () => {
    const lines = [{ sku: 'CD', quantity: 2, amount: 20_000 }];
    const { figures, broken } = await ran(order('o1', { lines, total: 20_000 }), back('C1', 1));

    expect(broken).toEqual([]);
    expect(figures).toMatchObject({ compensated: { 'payment declined': 1 }, returned: 0, parked: 1 });
  });

  it('gives no unit back twice when more comes back than was bought', async () => {
    const { figures, broken } = await ran(order('o1'), order('o2'), back('C1', 1), back('C2', 1), back('C3', 3));

    expect(broken).toEqual([]);
    expect(figures).toMatchObject({ completed: 2, inFlight: 0, parkedBy: { 'no matching purchase': 1 }, returned: 2 });
    expect(figures.amountReturned).toBeLessThanOrEqual(figures.amountCompleted);
  });
});
