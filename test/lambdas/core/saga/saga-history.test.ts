import { describe, expect, it } from '@jest/globals';
import { itemBytes } from '../../../../lambdas/core/item-size/item-bytes.ts';
import {
  calveHistoryAtBytes,
  historyIn,
  historyPrefix,
  sagaHistory,
} from '../../../../lambdas/core/saga/saga-history.ts';
import { sagaMessages } from '../../../../lambdas/contracts/sagas/saga-messages.ts';
import { BicycleBuilt, FrameReserved, PaintMixed, WheelsBought } from '../../../docs/bicycle/bicycle-messages.ts';
import { makeBicycle } from '../../../docs/bicycle/bicycle-saga.ts';
import { bicycleRig } from '../../../support/bicycle-rig.ts';
import { arriving } from '../../../support/commands.ts';

const bicycle = 'b1';
const { timerDue } = sagaMessages(makeBicycle.name);
const hours = 3_600_000;

/** A saga whose pivot nobody answers: it is sent again every hour, for years. */
const stages = makeBicycle.stages.filter(([first]) => first?.kind === 'command');
const stubborn = { ...makeBicycle, stages, deadlineSeconds: 400 * 86_400 };

describe('the history of a saga', () => {
  it('failure mode 50: of thousands of entries leaves its item small, and each message one read and one write', async () => {
    const rig = bicycleRig({ definitions: [stubborn] });
    await rig.start();
    await rig.answer(FrameReserved.of({ bicycle, frame: 'f7' }));
    await rig.answer(PaintMixed.of({ bicycle }));
    await rig.answer(WheelsBought.of({ bicycle, spokes: 36 }));
    const { counts, memory, clock } = rig;
    Object.assign(counts, { get: 0, write: 0, transact: 0, query: 0 });
    let largest = 0;

    for (let sent = 1; sent <= 3000; sent += 1) {
      clock.advance(hours);
      const [pending] = (await rig.state()).pending;
      const { step = '', generation = 0 } = pending ?? {};
      await rig.handle(arriving(timerDue.of({ key: bicycle, step, generation })));
      largest = Math.max(largest, await published(rig));
    }

    const calved = await memory.query({ partition: 'bicycle-b1', sortPrefix: historyPrefix });
    const history = await sagaHistory(memory, await rig.item());
    expect(history).toHaveLength(3004);
    expect(history.map(({ at }) => at)).toEqual(history.map(({ at }) => at).toSorted((one, other) => one - other));
    expect(largest).toBeLessThan(calveHistoryAtBytes + 8 * 1024);
    expect(counts).toEqual({ get: 3000, write: 3000 - calved.length, transact: calved.length, query: 0 });
    expect(calved.length).toBeGreaterThan(10);
  }, 60_000);

  it('says what moved the saga, and what that led to', async () => {
    const rig = bicycleRig({ definitions: [stubborn] });
    await rig.start();
    rig.clock.advance(10 * 60_000);
    await rig.handle(arriving(timerDue.of({ key: bicycle, step: 'frame', generation: 1 })));
    await rig.answer(FrameReserved.of({ bicycle, frame: 'f7' }));

    const later = rig.clock.now();
    expect(historyIn(await rig.item())).toMatchObject([
      { message: 'bicycle.ordered' },
      { at: later, message: 'make-bicycle.timer-due', step: 'frame', direction: 'run', note: 'sent again, attempt 2' },
      { at: later, message: 'frame.reserved', step: 'frame', direction: 'run' },
    ]);
  });

  it('failure mode 48: branches that are answered in one batch need no second read of each other', async () => {
    const rig = bicycleRig();
    await rig.start();
    await rig.answer(FrameReserved.of({ bicycle, frame: 'f7' }));
    const replies = [
      await rig.reply(WheelsBought.of({ bicycle, spokes: 36 })),
      await rig.reply(PaintMixed.of({ bicycle })),
    ];
    Object.assign(rig.counts, { get: 0, write: 0 });

    for (const reply of replies) {
      await rig.handle(reply);
    }

    expect(rig.counts).toMatchObject({ get: 2, write: 2 });
    expect((await rig.state()).started).toContain('review');
    expect(await rig.answer(BicycleBuilt.of({ bicycle }))).toMatchObject({ duplicate: true });
  });
});

/** The relay has published everything, so that the outbox is empty; answers the bytes of the item. */
async function published(rig: ReturnType<typeof bicycleRig>): Promise<number> {
  const { key, attributes } = await rig.item();
  const entries = Object.keys(attributes['outbox'] ?? {}).map((position) => `outbox.${position}`);
  await rig.memory.write({ kind: 'update', key, remove: entries, when: [] });
  return itemBytes(await rig.item());
}
