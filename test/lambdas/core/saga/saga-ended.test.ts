import { describe, expect, it } from '@jest/globals';
import { SagaCompleted, SagaFailed } from '../../../../lambdas/contracts/sagas/saga-events.ts';
import {
  BicycleBuilt,
  BicycleFetched,
  FrameRefused,
  FrameReserved,
  InvoiceSent,
  OrderWithdrawn,
  PaintMixed,
  FrameReleased,
  WheelsBought,
} from '../../../docs/bicycle/bicycle-messages.ts';
import { makeBicycle } from '../../../docs/bicycle/bicycle-saga.ts';
import { type BicycleRig, bicycleRig } from '../../../support/bicycle-rig.ts';

const bicycle = 'b1';
const impatient = { ...makeBicycle, stages: makeBicycle.stages.filter(([first]) => first?.kind !== 'timer') };
const publishes = [SagaCompleted, SagaFailed];

async function events(rig: BicycleRig): Promise<readonly unknown[]> {
  const sent = await rig.sent();
  return sent
    .filter(({ message }) => message.type.startsWith('saga.'))
    .map(({ message }) => [message.type, (JSON.parse(message.body) as { readonly data: unknown }).data]);
}

const of = { saga: 'make-bicycle', version: 2, key: bicycle, run: 1 };

describe('the end of a saga', () => {
  it('is published with the last message when all steps are done', async () => {
    const rig = bicycleRig({ definitions: [impatient], publishes });
    await rig.start();
    for (const reply of [
      FrameReserved.of({ bicycle, frame: 'f7' }),
      PaintMixed.of({ bicycle }),
      WheelsBought.of({ bicycle, spokes: 36 }),
      BicycleBuilt.of({ bicycle }),
      BicycleFetched.of({ bicycle, by: 'ann' }),
      InvoiceSent.of({ bicycle }),
    ]) {
      await rig.answer(reply);
    }

    expect(await events(rig)).toEqual([['saga.completed', { ...of, outcome: 'completed' }]]);
  });

  it('is published with the step and the reason when it has failed', async () => {
    const rig = bicycleRig({ publishes });
    await rig.start();
    await rig.answer(FrameRefused.of({ bicycle, reason: 'sold out' }));

    expect(await events(rig)).toEqual([
      ['saga.failed', { ...of, outcome: 'compensated', step: 'frame', reason: 'sold out' }],
    ]);
  });

  it('is published once it is cancelled', async () => {
    const rig = bicycleRig({ publishes });
    await rig.start();
    await rig.answer(OrderWithdrawn.of({ bicycle, reason: 'no money' }));
    const undoing = await events(rig);
    await rig.answer(FrameReleased.of({ bicycle }));

    expect(undoing).toEqual([]);
    expect(await events(rig)).toMatchObject([['saga.failed', { outcome: 'cancelled', reason: 'no money' }]]);
  });

  it('is not published by a consumer that may not', async () => {
    const rig = bicycleRig();
    await rig.start();
    await rig.answer(FrameRefused.of({ bicycle, reason: 'sold out' }));

    expect(await events(rig)).toEqual([]);
  });
});
