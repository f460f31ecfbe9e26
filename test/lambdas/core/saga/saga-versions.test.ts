import { beforeEach, describe, expect, it } from '@jest/globals';
import { sagaMessages } from '../../../../lambdas/contracts/sagas/saga-messages.ts';
import { duplicate, ok } from '../../../../lambdas/core/consume/outcome.ts';
import type { SagaDefinition } from '../../../../lambdas/core/saga/saga-definition.ts';
import { saga } from '../../../../lambdas/core/saga/saga.ts';
import {
  BicycleFetched,
  BicycleNotSold,
  BicycleOrdered,
  BicycleSold,
  FrameReserved,
  PaintMixed,
  ReserveFrame,
  SendInvoice,
  InvoiceSent,
} from '../../../docs/bicycle/bicycle-messages.ts';
import { makeBicycle } from '../../../docs/bicycle/bicycle-saga.ts';
import { arriving } from '../../../support/commands.ts';
import { type BicycleRig, bicycleRig } from '../../../support/bicycle-rig.ts';

const bicycle = 'b1';
const framed = FrameReserved.of({ bicycle, frame: 'f7' });
const invoiced = InvoiceSent.of({ bicycle });
const sold = (): ReturnType<typeof BicycleSold.of> => BicycleSold.of({ bicycle });
const failed = (): ReturnType<typeof BicycleNotSold.of> => BicycleNotSold.of({ bicycle, reason: '' });

/** The first version: a frame and an invoice, and that was all. */
const first: SagaDefinition = saga('make-bicycle', { startedBy: BicycleOrdered, version: 1 })
  .step('frame', { send: () => ReserveFrame.of({ bicycle }), ok: FrameReserved })
  .step('invoice', { send: () => SendInvoice.of({ bicycle, to: 'ann' }), ok: InvoiceSent })
  .completes(sold)
  .fails(failed);

let rig: BicycleRig;

beforeEach(async () => {
  rig = bicycleRig({ definitions: [first] });
  await rig.start();
});

describe('failure mode 49: a saga that began with an older version', () => {
  it('finishes on the steps that it began with, beside new ones on the newest', async () => {
    const both = rig.with({ definitions: [makeBicycle, first] });

    const outcomes = [await both.handle(await rig.reply(framed)), await both.handle(await rig.reply(invoiced))];

    expect(outcomes).toEqual([ok(), ok()]);
    expect(await rig.state()).toMatchObject({ status: 'completed', started: ['frame', 'invoice'] });
    expect((await rig.item()).attributes).toMatchObject({ definitionVersion: 1 });
  });

  it('takes no notice of what comes when it has ended and its version is gone', async () => {
    await rig.answer(framed);
    await rig.answer(invoiced);
    const { timerDue } = sagaMessages(first.name);

    const late = rig.with({ definitions: [makeBicycle] });
    const outcomes = [
      await late.handle(arriving(timerDue.of({ key: bicycle, step: 'frame', generation: 1 }))),
      await late.start(),
    ];

    expect(outcomes).toEqual([duplicate(), duplicate()]);
  });

  it('is refused loudly when its version is missing, and nothing is changed', async () => {
    const before = await rig.item();

    const handling = rig.with({ definitions: [makeBicycle] }).handle(await rig.reply(framed));

    await expect(handling).rejects.toMatchObject({
      code: 'saga-definition-unknown',
      message: 'saga must be of "make-bicycle" version 2, got ["make-bicycle",1]',
    });
    expect(await rig.item()).toBe(before);
  });

  it('is migrated by the newest when that says how, and stays there', async () => {
    const newest: SagaDefinition = {
      ...makeBicycle,
      migrates: { 1: (state) => ({ ...state, results: { ...state.results, wheels: { bicycle, spokes: 0 } } }) },
    };
    const migrating = rig.with({ definitions: [newest] });

    await migrating.handle(await rig.reply(framed));
    const between = await rig.state();
    await migrating.handle(await migrating.reply(PaintMixed.of({ bicycle })));

    expect(between.pending).toMatchObject([{ step: 'paint' }]);
    expect(await rig.state()).toMatchObject({
      status: 'waiting',
      started: ['frame', 'paint', 'review', 'change-of-mind'],
    });
    expect((await rig.item()).attributes).toMatchObject({ definition: 'make-bicycle', definitionVersion: 2 });
  });
});

describe('failure mode 49: versions that are started by different messages', () => {
  const other: SagaDefinition = saga('make-bicycle', { startedBy: BicycleFetched, version: 3 })
    .step('invoice', { send: ({ by }) => SendInvoice.of({ bicycle, to: by }), ok: InvoiceSent })
    .completes(sold)
    .fails(failed);

  it('begin on the one that their message starts', async () => {
    const both = bicycleRig({ definitions: [other, makeBicycle] });

    await both.start();

    expect((await both.item()).attributes).toMatchObject({ definitionVersion: 2 });
    expect((await both.sent()).map(({ message }) => message.type)).toEqual(['frame.reserve']);
  });

  it('have a message that starts one version answer the step of another that awaits it', async () => {
    const receiving: SagaDefinition = saga('make-bicycle', { startedBy: BicycleOrdered, version: 4 })
      .receive('fetched', { message: BicycleFetched })
      .completes(sold)
      .fails(failed);
    const both = bicycleRig({ definitions: [receiving, other] });
    await both.start();

    await both.answer(BicycleFetched.of({ bicycle, by: 'ann' }));

    expect(await both.state()).toMatchObject({ status: 'completed', results: { fetched: { by: 'ann' } } });
  });
});

describe('the definitions of a consumer', () => {
  it.each<readonly [string, readonly SagaDefinition[], RegExp]>([
    ['none', [], /got none/],
    ['of two sagas', [makeBicycle, { ...first, name: 'other' }], /got "make-bicycle" version 2, "other" version 1/],
    ['of one version twice', [makeBicycle, { ...first, version: 2 }], /version 2, "make-bicycle" version 2/],
  ])('are refused: %s', (_, definitions, message) => {
    expect(() => bicycleRig({ definitions })).toThrow(message);
  });
});
