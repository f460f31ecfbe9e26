import { describe, expect, it } from '@jest/globals';
import { createVirtualClock } from '../../../../../lambdas/adapters/memory/clock/virtual-clock.ts';
import { createMemoryItemStore } from '../../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import type { SagaOrder } from '../../../../../lambdas/core/saga/operations/saga-order.ts';
import { CrashError, crashingItems } from '../../../../../lambdas/testing/crashing-items.ts';
import { type TripRig, tripRig } from '../../../../support/trip-rig.ts';
import {
  CardCharged,
  CardDeclined,
  FlightBooked,
  FlightCancelled,
  FlightKept,
  HotelBooked,
  HotelCancelled,
  TicketSent,
} from '../../../../support/trip-saga.ts';

const key = 't1';
const clock = createVirtualClock(Date.UTC(2026, 10, 25, 9));

/** A saga in a state that an order is for, the order, and whether it may be carried out twice. */
const cases: readonly {
  readonly order: SagaOrder;
  readonly given: (rig: TripRig) => Promise<unknown>;
  /** What a second time comes to. */
  readonly again: 'done' | 'refused';
  readonly ends: string;
}[] = [
  { order: { kind: 'retry' }, given: (rig) => rig.start(key), again: 'done', ends: 'completed' },
  {
    order: { kind: 'skip', step: 'flight', result: { trip: key, seat: '1A' } },
    given: (rig) => rig.start(key),
    again: 'refused',
    ends: 'completed',
  },
  { order: { kind: 'cancel' }, given: (rig) => rig.start(key), again: 'refused', ends: 'cancelled' },
  { order: { kind: 'compensate' }, given: (rig) => rig.start(key), again: 'refused', ends: 'compensated' },
  { order: { kind: 'resume' }, given: failedCompensation, again: 'refused', ends: 'compensated' },
  { order: { kind: 'fork', from: 'ticket' }, given: completed, again: 'refused', ends: 'completed' },
];

async function failedCompensation(rig: TripRig): Promise<void> {
  await rig.booked(key);
  await rig.reply(key, CardDeclined.of({ trip: key, reason: 'no money' }));
  await rig.reply(key, HotelCancelled.of({ trip: key }));
  await rig.reply(key, FlightKept.of({ trip: key, reason: 'airline is shut' }));
}

async function completed(rig: TripRig): Promise<void> {
  await rig.booked(key);
  await rig.reply(key, CardCharged.of({ trip: key }));
  await rig.reply(key, TicketSent.of({ trip: key }));
}

/** Those who are asked do what they are asked, until nothing is pending. */
async function playedOut(rig: TripRig): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) {
    const [pending] = (await rig.state(key)).pending;
    if (pending === undefined) {
      return;
    }
    await rig.reply(key, replies[`${pending.direction} ${pending.step}`] ?? CardCharged.of({ trip: key }));
  }
}

const replies: Readonly<Record<string, ReturnType<typeof CardCharged.of>>> = {
  'run flight': FlightBooked.of({ trip: key, seat: '9F' }),
  'run hotel': HotelBooked.of({ trip: key, room: 3 }),
  'run pay': CardCharged.of({ trip: key }),
  'run ticket': TicketSent.of({ trip: key }),
  'undo flight': FlightCancelled.of({ trip: key }),
  'undo hotel': HotelCancelled.of({ trip: key }),
};

describe.each(cases)('$order.kind', ({ order, given, again, ends }) => {
  it.each(['before', 'after'] as const)(
    'comes to the same when it dies %s any of its calls and is repeated',
    async (when) => {
      for (let call = 1; call <= 2; call += 1) {
        const items = createMemoryItemStore();
        const rig = tripRig(items, clock);
        await given(rig);
        const dying = tripRig(items, clock, { operated: crashingItems(items, { request: call, when }).items });
        await expect(dying.operations.give({ key, order, by: 'olga' })).rejects.toThrow(CrashError);
        const carriedOut = call === 2 && when === 'after';
        expect(await rig.operations.audit()).toHaveLength(carriedOut ? 1 : 0);

        const repeated = await tripRig(items, clock, { orders: 'again-' }).operations.give({ key, order, by: 'olga' });
        expect(repeated.kind).toBe(carriedOut ? again : 'done');

        expect(await rig.operations.audit()).toHaveLength(carriedOut && again === 'done' ? 2 : 1);
        await playedOut(rig);
        expect((await rig.state(key)).status).toBe(ends);
      }
    },
  );

  it('comes to the same when it is given twice', async () => {
    const rig = tripRig(createMemoryItemStore(), clock);
    await given(rig);

    expect((await rig.operations.give({ key, order, by: 'olga' })).kind).toBe('done');
    expect((await rig.operations.give({ key, order, by: 'olga' })).kind).toBe(again);

    await playedOut(rig);
    expect((await rig.state(key)).status).toBe(ends);
  });
});
