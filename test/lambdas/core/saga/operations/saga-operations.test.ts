import { beforeEach, describe, expect, it } from '@jest/globals';
import { createVirtualClock } from '../../../../../lambdas/adapters/memory/clock/virtual-clock.ts';
import {
  type MemoryItemStore,
  createMemoryItemStore,
} from '../../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import type { SagaOrder } from '../../../../../lambdas/core/saga/operations/saga-order.ts';
import type { SagaOutcome } from '../../../../../lambdas/core/saga/operations/saga-outcome.ts';
import type { SagaCommand } from '../../../../../lambdas/core/saga/operations/saga-command.ts';
import { dueIndex, stuckShards } from '../../../../../lambdas/core/saga/timers/due-shard.ts';
import { countingItems } from '../../../../support/counting-items.ts';
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
  trip,
} from '../../../../support/trip-saga.ts';

const key = 't1';
const clock = createVirtualClock(Date.UTC(2026, 10, 25, 9));
let items: MemoryItemStore;
let rig: TripRig;

beforeEach(() => {
  items = createMemoryItemStore();
  rig = tripRig(items, clock);
});

const give = (order: SagaOrder, more: Partial<SagaCommand> = {}): Promise<SagaOutcome> =>
  rig.operations.give({ key, order, by: 'olga', ...more });

/** Booked, declined at the card, and then the flight cannot be given back. */
async function failedCompensation(): Promise<void> {
  await rig.booked(key);
  await rig.reply(key, CardDeclined.of({ trip: key, reason: 'no money' }));
  await rig.reply(key, HotelCancelled.of({ trip: key }));
  await rig.reply(key, FlightKept.of({ trip: key, reason: 'airline is shut' }));
  expect((await rig.state(key)).status).toBe('compensation_failed');
}

async function completed(): Promise<void> {
  await rig.booked(key);
  await rig.reply(key, CardCharged.of({ trip: key }));
  await rig.reply(key, TicketSent.of({ trip: key }));
  expect((await rig.state(key)).status).toBe('completed');
}

async function stuck(): Promise<number> {
  const found = await Promise.all(
    stuckShards.map((shard) => items.index(dueIndex).find(shard, { before: Number.MAX_SAFE_INTEGER, limit: 9 })),
  );
  return found.flat().length;
}

describe('retry', () => {
  it('sends the pending command again under another id, and a reply to the first one still counts', async () => {
    await rig.start(key);
    const [before] = (await rig.state(key)).pending;

    const outcome = await give({ kind: 'retry' });

    expect(outcome).toMatchObject({ kind: 'done', after: { status: 'running', pending: ['flight'] } });
    expect(await rig.sent(key)).toEqual(['flight.book', 'flight.book']);
    const [after] = (await rig.state(key)).pending;
    expect(after?.commandIds).toEqual([...(before?.commandIds ?? []), expect.any(String)]);
    await rig.reply(key, FlightBooked.of({ trip: key, seat: '1A' }));
    expect(await rig.state(key)).toMatchObject({ pending: [{ step: 'hotel' }], results: { flight: { seat: '1A' } } });
  });

  it('sends the pending undo again', async () => {
    await rig.booked(key);
    await rig.reply(key, CardDeclined.of({ trip: key, reason: 'no money' }));

    expect(await give({ kind: 'retry', step: 'hotel' })).toMatchObject({
      kind: 'done',
      sends: [{ type: 'hotel.cancel' }],
    });
  });

  it('is refused when nothing is pending, or not what is named', async () => {
    await rig.start(key);

    expect(await give({ kind: 'retry', step: 'hotel' })).toMatchObject({
      kind: 'refused',
      reason: 'step "hotel" must be pending, but the saga is running and awaits flight',
    });
  });
});

describe('skip', () => {
  it('goes on with a result that the schema of the reply accepts', async () => {
    await rig.start(key);

    const outcome = await give({ kind: 'skip', result: { trip: key, seat: '3C' } }, { reason: 'booked by phone' });

    expect(outcome).toMatchObject({
      kind: 'done',
      before: { status: 'running', pending: ['flight'], version: 1 },
      after: { status: 'running', pending: ['hotel'], version: 2 },
      sends: [{ type: 'hotel.book' }],
    });
    expect((await rig.operations.look(key))?.history.at(-1)).toMatchObject({
      message: 'operator.skip',
      step: 'flight',
      by: 'olga',
      note: 'booked by phone',
    });
  });

  it.each([
    [undefined, /needs a result, the data of "flight.booked"/],
    [{ trip: key }, /seat/],
  ])('is refused with the result %j, and nothing changes', async (result, reason) => {
    await rig.start(key);

    expect(await give({ kind: 'skip', result })).toMatchObject({
      kind: 'refused',
      reason: expect.stringMatching(reason) as unknown,
      now: { version: 1 },
    });
    expect(await rig.operations.audit()).toEqual([]);
  });

  it('takes a pending undo as done and undoes what is left', async () => {
    await rig.booked(key);
    await rig.reply(key, CardDeclined.of({ trip: key, reason: 'no money' }));

    expect(await give({ kind: 'skip' })).toMatchObject({
      before: { pending: ['undo of hotel'] },
      after: { status: 'compensating', pending: ['undo of flight'] },
    });
  });

  it('failure mode 43: takes the undo that had failed as done, and the saga ends compensated', async () => {
    await failedCompensation();

    expect(await give({ kind: 'skip', step: 'hotel' })).toMatchObject({ kind: 'refused' });
    expect(await give({ kind: 'skip' })).toMatchObject({
      kind: 'done',
      after: { status: 'compensated' },
      sends: [{ type: 'trip.failed' }],
    });
    expect((await rig.state(key)).undone).toEqual(['hotel', 'flight']);
    expect(await stuck()).toBe(0);
  });
});

describe('resume', () => {
  it('failure mode 43: a failed compensation is stuck until an operator resumes it, and then ends in reverse', async () => {
    await failedCompensation();
    expect(await stuck()).toBe(1);

    expect(await give({ kind: 'resume' })).toMatchObject({
      kind: 'done',
      after: { status: 'compensating', pending: ['undo of flight'] },
      sends: [{ type: 'flight.cancel' }],
    });
    expect(await stuck()).toBe(0);
    await rig.reply(key, FlightCancelled.of({ trip: key }));

    expect(await rig.state(key)).toMatchObject({ status: 'compensated', undone: ['hotel', 'flight'] });
  });

  it.each(['resume', 'cancel', 'compensate'] as const)('refuses %s for a saga that is completed', async (kind) => {
    await completed();

    expect(await give({ kind })).toMatchObject({ kind: 'refused', now: { status: 'completed' } });
  });
});

describe.each([
  ['compensate', 'compensated'],
  ['cancel', 'cancelled'],
] as const)('%s', (kind, ends) => {
  it(`takes back what was done in reverse, what is in flight too, and ends ${ends}`, async () => {
    await rig.start(key);
    await rig.reply(key, FlightBooked.of({ trip: key, seat: '1A' }));

    expect(await give({ kind }, { reason: 'wrong day' })).toMatchObject({
      kind: 'done',
      after: { status: 'compensating', pending: ['undo of hotel'] },
      sends: [{ type: 'hotel.cancel' }],
    });
    await rig.reply(key, HotelCancelled.of({ trip: key }));
    await rig.reply(key, FlightCancelled.of({ trip: key }));

    expect(await rig.state(key)).toMatchObject({
      status: ends,
      undone: ['hotel', 'flight'],
      failure: { reason: 'wrong day' },
    });
  });

  it('failure mode 45: is refused during compensation, which goes on undisturbed', async () => {
    await rig.booked(key);
    await rig.reply(key, CardDeclined.of({ trip: key, reason: 'no money' }));
    const before = await rig.state(key);

    expect(await give({ kind })).toMatchObject({ kind: 'refused', now: { status: 'compensating' } });

    expect(await rig.state(key)).toEqual(before);
    await rig.reply(key, HotelCancelled.of({ trip: key }));
    await rig.reply(key, FlightCancelled.of({ trip: key }));
    expect((await rig.state(key)).status).toBe('compensated');
  });

  it('failure mode 46: is refused once the pivot was begun', async () => {
    await rig.booked(key);

    expect(await give({ kind })).toMatchObject({ kind: 'refused', reason: 'saga is past its pivot' });
  });
});

describe('fork', () => {
  it('runs a completed saga again from a step, and keeps the old run', async () => {
    await completed();

    expect(await give({ kind: 'fork', from: 'ticket' })).toMatchObject({
      kind: 'done',
      before: { status: 'completed', run: 1 },
      after: { status: 'running', run: 2, pending: ['ticket'] },
      sends: [{ type: 'ticket.send' }],
    });
    await rig.reply(key, TicketSent.of({ trip: key }));

    expect(await rig.state(key)).toMatchObject({ status: 'completed', run: 2, results: { flight: { seat: '12A' } } });
    const [archived] = await items.query({ partition: `trip-${key}`, sortPrefix: 'saga-run#' });
    expect(archived?.attributes).toMatchObject({ run: 1, status: 'completed' });
  });

  it('begins where something was taken back, and nowhere behind it', async () => {
    await rig.booked(key);
    await rig.reply(key, CardDeclined.of({ trip: key, reason: 'no money' }));
    await rig.reply(key, HotelCancelled.of({ trip: key }));
    await rig.reply(key, FlightCancelled.of({ trip: key }));

    expect(await give({ kind: 'fork', from: 'pay' })).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('"flight"') as unknown,
    });
    expect(await give({ kind: 'fork', from: 'flight' })).toMatchObject({
      kind: 'done',
      after: { pending: ['flight'], run: 2 },
    });
    await rig.reply(key, FlightBooked.of({ trip: key, seat: '2B' }));
    await rig.reply(key, HotelBooked.of({ trip: key, room: 1 }));
    await rig.reply(key, CardCharged.of({ trip: key }));
    await rig.reply(key, TicketSent.of({ trip: key }));
    expect(await rig.state(key)).toMatchObject({ status: 'completed', undone: [], run: 2 });
  });

  it('is refused while it goes on, while undos are left, and from a step that there is not', async () => {
    await rig.start(key);
    expect(await give({ kind: 'fork', from: 'flight' })).toMatchObject({ kind: 'refused' });
    rig = tripRig((items = createMemoryItemStore()), clock);
    await failedCompensation();
    expect(await give({ kind: 'fork', from: 'flight' })).toMatchObject({
      kind: 'refused',
      reason: 'its compensation is unfinished, so it must be resumed first',
    });
    rig = tripRig((items = createMemoryItemStore()), clock);
    await completed();
    expect(await give({ kind: 'fork', from: 'car' })).toMatchObject({ kind: 'refused' });
  });
});

describe('an order', () => {
  it('writes nothing as a dry run, and says what it would come to', async () => {
    await rig.start(key);
    const before = [...items.scan()];

    expect(await give({ kind: 'cancel' }, { dryRun: true })).toEqual({
      kind: 'planned',
      before: { status: 'running', version: 1, run: 1, pending: ['flight'] },
      after: { status: 'compensating', version: 2, run: 1, pending: ['undo of flight'] },
      sends: [{ type: 'flight.cancel', id: undefined }],
    });
    expect([...items.scan()]).toEqual(before);
  });

  it('leaves an audit record in the same transaction', async () => {
    await rig.start(key);

    await give({ kind: 'cancel' }, { reason: 'wrong day' });
    await give({ kind: 'cancel' });

    expect(await rig.operations.audit()).toEqual([
      {
        ...{ id: 'order-1', action: 'cancel', by: 'olga', at: clock.now(), key, reason: 'wrong day' },
        ...{ from: 'running', to: 'compensating', version: 2, sent: ['flight.cancel'] },
      },
    ]);
  });

  it('costs one read and one transaction, and as a dry run one read', async () => {
    await rig.start(key);
    const { items: operated, counts } = countingItems(items);
    const { operations } = tripRig(items, clock, { operated });

    await operations.give({ key, order: { kind: 'cancel' }, by: 'olga', dryRun: true });
    expect(counts).toEqual({ get: 1, write: 0, transact: 0, query: 0 });
    await operations.give({ key, order: { kind: 'cancel' }, by: 'olga' });

    expect(counts).toEqual({ get: 2, write: 0, transact: 1, query: 0 });
  });

  it('finds no saga of an unknown key', async () => {
    expect(await give({ kind: 'cancel' })).toEqual({ kind: 'unknown' });
  });

  it('is refused when the saga is at another version than the operator saw', async () => {
    await rig.booked(key);

    expect(await give({ kind: 'retry' }, { ifVersion: 1 })).toMatchObject({
      kind: 'refused',
      reason: 'it must be at version 1, but it is at 3',
    });
  });

  it('is not carried out on a saga that moves on meanwhile, and says what changed', async () => {
    await rig.start(key);
    const racing = tripRig(items, clock, {
      operated: {
        ...items,
        transact: async (writes) => {
          await rig.reply(key, FlightBooked.of({ trip: key, seat: '1A' }));
          return items.transact(writes);
        },
      },
    });

    expect(await racing.operations.give({ key, order: { kind: 'cancel' }, by: 'olga' })).toMatchObject({
      kind: 'moved-on',
      before: { version: 1, pending: ['flight'] },
      now: { version: 2, pending: ['hotel'] },
    });
    expect(await rig.operations.audit()).toEqual([]);
  });

  it('is refused loudly when the definition of the saga is missing', async () => {
    await rig.start(key);

    await expect(
      tripRig(items, clock, { definitions: [{ ...trip, version: 9 }] }).operations.give({
        key,
        order: { kind: 'cancel' },
        by: 'olga',
      }),
    ).rejects.toMatchObject({ code: 'saga-definition-unknown' });
  });
});
