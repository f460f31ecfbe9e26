import { expect, it } from '@jest/globals';
import { readFacts } from '../../../localstack/report/read-facts.ts';
import { wholeItems } from '../../../localstack/report/whole-items.ts';
import { placedOrder } from '../../support/placed-order.ts';
import { embeddedRig } from './embedded-rig.ts';

const lines = Array.from({ length: 9999 }, (_, index) => ({ sku: `sku-${index}`, quantity: 1, amount: 1 }));
const order = placedOrder({ orderId: 'long', lines, total: 9999 });

it('completes an order whose events no topic takes and no item holds, and nobody else notices', async () => {
  const rig = await embeddedRig({ orders: [order] });

  await rig.place(order);
  await rig.settle();
  const facts = readFacts(await wholeItems(rig.items.scan(), rig.payloads));

  expect(JSON.stringify(order).length).toBeGreaterThan(400 * 1024);
  expect(rig.log).toEqual([]);
  expect(facts.orders.get('long')).toMatchObject({ status: 'confirmed', total: 9999, saga: { status: 'completed' } });
  expect(facts.orders.get('long')?.lines).toHaveLength(9999);
  expect({ pending: facts.pending, faults: facts.faults }).toEqual({ pending: 0, faults: [] });
});

it('puts nothing aside for an order of 593 lines, the longest of the real ones', async () => {
  const usual = placedOrder({ lines: lines.slice(0, 593), total: 593 });
  const rig = await embeddedRig({ orders: [usual] });

  await rig.place(usual);
  await rig.settle();

  const partitions = [...rig.items.scan()].map(({ key }) => key.partition);
  expect(partitions.filter((partition) => partition.startsWith('payload-'))).toEqual([]);
});
