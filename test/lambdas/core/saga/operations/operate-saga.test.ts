import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { event } from '../../../../../lambdas/contracts/events/event-type.ts';
import { operateSaga } from '../../../../../lambdas/core/saga/operations/operate-saga.ts';
import type { SagaOrder } from '../../../../../lambdas/core/saga/operations/saga-order.ts';
import { stepStandings } from '../../../../../lambdas/core/saga/operations/step-standing.ts';
import type { SagaMove } from '../../../../../lambdas/core/saga/saga-move.ts';
import type { SagaState } from '../../../../../lambdas/core/saga/saga-state.ts';
import { saga } from '../../../../../lambdas/core/saga/saga.ts';
import { startSaga } from '../../../../../lambdas/core/saga/start-saga.ts';

const schema = z.object({ id: z.string() });
const key = ({ id }: { readonly id: string }): string => id;
const bare = (name: string): ReturnType<typeof event<string, { id: string }>> => event(name, { schema, key });
const refused = event('label.refused', { schema: z.object({ id: z.string(), reason: z.string() }), key });
const Ask = event('review.ask', { schema: z.object({ id: z.string(), token: z.string() }), key });
const undo = { send: ({ id }: { readonly id: string }) => bare('undo').of({ id }), done: bare('undo.done') };

/** Two steps side by side, a decision, a wait and a message that nobody was asked for. */
const parcel = saga('send-parcel', { startedBy: bare('parcel.asked'), version: 1 })
  .parallel({
    label: { send: ({ id }) => bare('label.print').of({ id }), ok: bare('label.printed'), refused, undo },
    invoice: { send: ({ id }) => bare('invoice.write').of({ id }), ok: bare('invoice.written'), undo },
  })
  .approval('review', { asks: ({ id }, _, { token }) => Ask.of({ id, token }), within: { hours: 1 } })
  .timer('cool-off', { waits: () => ({ hours: 2 }) })
  .receive('handover', { message: bare('parcel.handed-over'), within: { hours: 4 } })
  .completes(({ id }) => bare('parcel.sent').of({ id }))
  .fails(({ id }) => bare('parcel.given-up').of({ id }));

const turn = { definition: parcel, key: 'p1', input: { id: 'p1' }, now: 1000 };
const begun = startSaga(turn).state;

function given(state: SagaState, order: SagaOrder): ReturnType<typeof operateSaga> {
  return operateSaga({ ...turn, state, id: 'order-1', by: 'olga', reason: 'by hand' }, order);
}

function moved(state: SagaState, ...orders: readonly SagaOrder[]): SagaMove {
  let move: SagaMove = { kind: 'moved', state, history: [], sends: [] };
  for (const order of orders) {
    const next = given(move.state, order);
    if (next.kind === 'ignored') {
      throw new TypeError(`${order.kind} must move the saga, got: ${next.reason}`);
    }
    move = next;
  }
  return move;
}

const label: SagaOrder = { kind: 'skip', step: 'label', result: { id: 'p1' } };
const invoice: SagaOrder = { kind: 'skip', step: 'invoice', result: { id: 'p1' } };
const skip: SagaOrder = { kind: 'skip' };

describe('an order among steps side by side', () => {
  it.each(['retry', 'skip'] as const)('%s must name the step that it means', (kind) => {
    expect(given(begun, { kind })).toEqual({
      kind: 'ignored',
      reason: 'a step must be named, because it awaits label, invoice',
    });
  });

  it('sends only the step that is named again', () => {
    const { state, sends } = moved(begun, { kind: 'retry', step: 'invoice' });

    expect(sends).toMatchObject([{ kind: 'command', draft: { type: { name: 'invoice.write' } } }]);
    expect(state.pending.map(({ step }) => step).sort()).toEqual(['invoice', 'label']);
  });

  it('goes on only when the last of them is settled', () => {
    expect(moved(begun, label).state.pending).toMatchObject([{ step: 'invoice' }]);
    expect(moved(begun, label, invoice).state.pending).toMatchObject([{ step: 'review' }]);
  });

  it('failure mode 47: sends nothing again beside a step that failed, but takes its reply', () => {
    const failing: SagaState = {
      ...begun,
      status: 'compensating',
      pending: begun.pending.filter(({ step }) => step === 'invoice'),
      refused: ['label'],
      failure: { step: 'label', reason: 'no paper' },
      ends: 'compensated',
    };

    expect(given(failing, { kind: 'retry' })).toEqual({
      kind: 'ignored',
      reason: 'step "invoice" is to be undone, because "label" has failed',
    });
    expect(moved(failing, { ...invoice }).state.pending).toMatchObject([{ step: 'invoice', direction: 'undo' }]);
  });

  it('keeps nothing of a stage that is done again, and all that stood before', () => {
    const ended = moved(begun, label, invoice, skip, skip, { kind: 'skip', result: { id: 'p1' } }).state;
    expect(ended.status).toBe('completed');

    const forked = moved(ended, { kind: 'fork', from: 'cool-off' }).state;

    expect(forked).toMatchObject({ status: 'waiting', run: 2, pending: [{ step: 'cool-off' }] });
    expect(Object.keys(forked.results)).toEqual(['label', 'invoice', 'review']);
  });
});

describe('an order while nobody is asked for anything', () => {
  const reviewing = moved(begun, label, invoice).state;
  const cooling = moved(reviewing, skip).state;
  const receiving = moved(cooling, skip).state;

  it('asks for a decision again, with a token of another generation', () => {
    const { state, sends } = moved(reviewing, { kind: 'retry' });

    expect(sends).toMatchObject([{ kind: 'approval', step: 'review' }, { kind: 'timer' }]);
    expect(state.pending[0]?.generation).toBe((reviewing.pending[0]?.generation ?? 0) + 1);
  });

  it('takes a decision as approved by whoever skips it, and a wait as over', () => {
    expect(cooling.results['review']).toEqual({ decision: 'approved', by: 'olga', reason: 'by hand' });
    expect(receiving.results['cool-off']).toEqual({ at: 1000 });
  });

  it.each([
    ['cool-off', cooling],
    ['handover', receiving],
  ])('has nothing to send again for %s', (step, state) => {
    expect(given(state, { kind: 'retry' })).toMatchObject({ kind: 'ignored', reason: expect.stringContaining(step) });
  });

  it('needs what a message would have said', () => {
    expect(given(receiving, skip)).toEqual({
      kind: 'ignored',
      reason: 'step "handover" needs a result, the data of "parcel.handed-over"',
    });
    expect(moved(receiving, { kind: 'skip', result: { id: 'p1' } }).state.status).toBe('completed');
  });

  it('takes back what was done when it is cancelled, and nothing of what only waited', () => {
    const { state } = moved(cooling, { kind: 'cancel' });

    expect(state).toMatchObject({ status: 'compensating', ends: 'cancelled', pending: [{ direction: 'undo' }] });
    expect(stepStandings(state, parcel).map(({ step, standing }) => `${step} ${standing}`)).toEqual([
      'label done',
      'invoice being undone',
      'review done',
      'cool-off open',
      'handover not begun',
    ]);
  });
});

describe('the history', () => {
  it.each<[SagaOrder, object]>([
    [
      { kind: 'retry', step: 'label' },
      { message: 'operator.retry', step: 'label', direction: 'run' },
    ],
    [label, { message: 'operator.skip', step: 'label', direction: 'run' }],
    [{ kind: 'cancel' }, { message: 'operator.cancel' }],
  ])('tells of %j who gave it and why', (order, entry) => {
    expect(moved(begun, order).history).toEqual([
      { at: 1000, messageId: 'order-1', by: 'olga', note: 'by hand', ...entry },
    ]);
  });
});
