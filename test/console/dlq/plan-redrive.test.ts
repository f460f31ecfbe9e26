import { expect, it } from '@jest/globals';
import { planRedrive } from '../../../console/dlq/plan-redrive.ts';
import { ReleaseStock } from '../../../lambdas/contracts/orders/inventory-messages.ts';
import { ConfirmOrder } from '../../../lambdas/contracts/orders/order-messages.ts';
import { queueNamed } from '../../../console/dlq/places.ts';
import { deadLetterRig } from '../../support/dead-letter-rig.ts';

const all = { payloads: undefined, selects: () => true };

async function parked(queue: string, ...sound: readonly boolean[]): Promise<ReturnType<typeof queueNamed>> {
  const rig = deadLetterRig();
  const place = queueNamed(rig.operations, queue);
  const draft =
    queue === 'orders' ? ConfirmOrder.of({ orderId: 'o1', parcel: 'P' }) : ReleaseStock.of({ orderId: 'o1' });
  for (const [number, isSound] of sound.entries()) {
    const body = JSON.stringify(rig.message(draft, isSound ? {} : { data: {} }));
    await place.lines.park({ id: `l${number + 1}`, key: 'o1', body, reason: 'a reason', receiveCount: 1 });
  }
  return place;
}

it('ends at the first letter of a key that cannot be read, where the queue keeps the order', async () => {
  const { toSend, failed, heldBack } = await planRedrive(await parked('orders', true, false, true), all);

  expect([toSend, failed, heldBack].map((letters) => letters.map(({ id }) => id))).toEqual([['l1'], ['l2'], ['l3']]);
});

it('judges each letter alone, where the queue keeps no order of what is parked', async () => {
  const { toSend, failed, heldBack } = await planRedrive(await parked('inventory', true, false, true), all);

  expect([toSend, failed, heldBack].map((letters) => letters.map(({ id }) => id))).toEqual([['l1', 'l3'], ['l2'], []]);
});

it('holds back what stands behind a letter that is not selected', async () => {
  const selects = ({ id }: { readonly id: string }): boolean => id !== 'l1';
  const { toSend, heldBack } = await planRedrive(await parked('orders', true, true), { ...all, selects });

  expect(toSend).toEqual([]);
  expect(heldBack).toEqual([{ key: 'o1', id: 'l2', reason: 'behind l1' }]);
});
