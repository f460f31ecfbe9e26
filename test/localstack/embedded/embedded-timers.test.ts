import { expect, it } from '@jest/globals';
import { ok } from '../../../lambdas/core/consume/outcome.ts';
import { ReserveStock } from '../../../lambdas/contracts/orders/inventory-messages.ts';
import { timerPatienceSeconds } from '../../../localstack/embedded/embedded-timers.ts';
import { placedOrder } from '../../support/placed-order.ts';
import { type EmbeddedRig, type EmbeddedRigOptions, embeddedRig } from './embedded-rig.ts';

const order = placedOrder({ orderId: 'o1' });

/** A run in which the inventory takes no notice of the first commands to reserve. */
async function deafTo(first: number, options: Partial<EmbeddedRigOptions> = {}): Promise<EmbeddedRig> {
  let heard = 0;
  const rig = await embeddedRig({
    orders: [order],
    ...options,
    changed: (consumers) => ({
      ...consumers,
      inventory: {
        ...consumers.inventory,
        handle: (message, context) => {
          heard += message.type === ReserveStock.name ? 1 : 0;
          return message.type === ReserveStock.name && heard <= first
            ? Promise.resolve(ok())
            : consumers.inventory.handle(message, context);
        },
      },
    }),
  });
  await rig.place(order);
  await rig.settle();
  return rig;
}

it('failure mode 42: sends a step again whose command was taken and never answered', async () => {
  const rig = await deafTo(1, { patienceSeconds: Infinity });
  const report = rig.report([order]);

  expect(report.orders).toMatchObject({ accepted: 1, completed: 1, inFlight: 0 });
  expect(report.invariants.every(({ holds }) => holds)).toBe(true);
});

it('gives a saga up, and rejects its order, when a step is never answered', async () => {
  const rig = await deafTo(3, { patienceSeconds: Infinity });
  const report = rig.report([order]);

  expect(report.orders).toMatchObject({
    accepted: 1,
    completed: 0,
    inFlight: 0,
    compensated: { 'no reply in time': 1 },
  });
  expect(report.invariants.filter(({ holds }) => !holds)).toEqual([]);
});

it('does not wait for a timer that is far away, so that a run ends in which a message was lost', async () => {
  const rig = await deafTo(3);

  expect(timerPatienceSeconds).toBe(120);
  expect(rig.report([order]).orders).toMatchObject({ inFlight: 1 });
  expect(await rig.pipeline.wakesAt()).toBeUndefined();
});
