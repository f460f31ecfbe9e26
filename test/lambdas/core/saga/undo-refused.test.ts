import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Envelope } from '../../../../lambdas/contracts/events/envelope.ts';
import { sagaMessages } from '../../../../lambdas/contracts/sagas/saga-messages.ts';
import { duplicate, ok } from '../../../../lambdas/core/consume/outcome.ts';
import { FrameKept, FrameReleased, FrameReserved, OrderWithdrawn } from '../../../docs/bicycle/bicycle-messages.ts';
import { makeBicycle } from '../../../docs/bicycle/bicycle-saga.ts';
import { type BicycleRig, bicycleRig } from '../../../support/bicycle-rig.ts';
import { arriving } from '../../../support/commands.ts';

const bicycle = 'b1';
const { timerDue } = sagaMessages(makeBicycle.name);
let rig: BicycleRig;
let kept: Envelope;

/** The frame is to be released, and cannot be. */
beforeEach(async () => {
  rig = bicycleRig();
  await rig.start();
  await rig.handle(arriving(OrderWithdrawn.of({ bicycle, reason: 'r' })));
  kept = await rig.reply(FrameKept.of({ bicycle, reason: 'locked' }));
  await rig.handle(kept);
});

async function pause(): Promise<void> {
  rig.clock.advance(60_000);
  const [pending] = (await rig.state()).pending;
  await rig.handle(arriving(timerDue.of({ key: bicycle, step: 'frame', generation: pending?.generation ?? 0 })));
}

describe('failure mode 43: an undo that could not be done', () => {
  it('waits before it is tried again, with its attempts counted', async () => {
    const [waiting] = (await rig.state()).pending;
    await pause();

    expect(waiting).toMatchObject({ direction: 'undo', attempt: 1, paused: true });
    expect((await rig.state()).pending).toMatchObject([{ direction: 'undo', attempt: 2 }]);
    expect((await rig.sent()).filter(({ message }) => message.type === 'frame.release')).toHaveLength(2);
  });

  it('counts once when its answer is delivered again, before and after the next try', async () => {
    const again = await rig.handle(kept);
    await pause();
    const later = await rig.handle(kept);

    expect([again, later]).toEqual([duplicate(), duplicate()]);
    expect((await rig.state()).pending).toMatchObject([{ attempt: 2 }]);
  });

  it('is done when the next try says so', async () => {
    await pause();

    expect(await rig.answer(FrameReleased.of({ bicycle }))).toEqual(ok());
    expect(await rig.state()).toMatchObject({ status: 'cancelled', undone: ['frame'] });
  });
});

describe('what a saga sends', () => {
  it('belongs to what started it, whatever moved it', async () => {
    const other = bicycleRig();
    await other.start();
    other.clock.advance(10 * 60_000);
    await other.handle(arriving(timerDue.of({ key: bicycle, step: 'frame', generation: 1 })));
    await other.answer(FrameReserved.of({ bicycle, frame: 'f7' }));

    const bodies = (await other.sent()).map(({ message }) => JSON.parse(message.body) as Envelope);

    expect(bodies).toHaveLength(4);
    expect(new Set(bodies.map(({ correlationid }) => correlationid)).size).toBe(1);
    expect(new Set(bodies.map(({ causationid }) => causationid)).size).toBe(3);
  });
});
