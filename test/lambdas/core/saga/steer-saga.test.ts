import { describe, expect, it } from '@jest/globals';
import { resumeCompensation } from '../../../../lambdas/core/saga/give-up-saga.ts';
import type { SagaTransition, SagaTurn } from '../../../../lambdas/core/saga/saga-move.ts';
import type { SagaState } from '../../../../lambdas/core/saga/saga-state.ts';
import { startSaga } from '../../../../lambdas/core/saga/start-saga.ts';
import { forkSaga, resendPending, settlePending } from '../../../../lambdas/core/saga/steer-saga.ts';
import { makeBicycle } from '../../../docs/bicycle/bicycle-saga.ts';

const bicycle = 'b1';
const of = { definition: makeBicycle, key: bicycle, input: { bicycle, price: 900 }, now: 0 };
const begun: SagaState = startSaga(of).state;
const [pending] = begun.pending;
const frame = { bicycle, frame: 'f7' };

const turn = (differences: Partial<SagaState> = {}): SagaTurn => ({ ...of, state: { ...begun, ...differences } });
const types = (transition: SagaTransition): unknown =>
  transition.kind === 'ignored'
    ? transition.reason
    : transition.sends.flatMap((send) => ('draft' in send ? [send.draft.type.name] : []));

describe('what an operator sends again', () => {
  it('is a new command of a new generation, and the earlier ids still count', () => {
    const asked = { ...pending, commandIds: ['c1'], attempt: 2 } as SagaState['pending'][number];

    const again = resendPending(turn({ pending: [asked] }), asked);

    expect(types(again)).toEqual(['frame.reserve']);
    expect(again).toMatchObject({ state: { pending: [{ attempt: 1, commandIds: ['c1'], generation: 2 }] } });
  });

  it('is nothing where nothing was sent', () => {
    const timer: SagaState['pending'][number] = {
      ...{ step: 'change-of-mind', direction: 'run', attempt: 1, commandIds: [], generation: 5 },
    };

    expect(types(resendPending(turn({ pending: [timer] }), timer))).toMatch(/has sent nothing/);
  });
});

describe('what an operator skips', () => {
  it('counts as answered, and the saga goes on', () => {
    const skipped = pending === undefined ? undefined : settlePending(turn(), pending, frame);

    expect(skipped).toMatchObject({ state: { results: { frame }, status: 'running' } });
    expect(skipped && types(skipped)).toEqual(['wheels.buy', 'paint.mix']);
  });
});

describe('failure mode 44: a compensation that failed', () => {
  it('goes on at the next step that is not undone, in reverse', () => {
    const failed: Partial<SagaState> = {
      ...{ status: 'compensation_failed', pending: [], stuckSince: 5, failure: { step: 'review', reason: 'r' } },
      ...{ started: ['frame', 'wheels', 'paint', 'review'], undone: ['paint'] },
    };

    const resumed = resumeCompensation(turn(failed));

    expect(types(resumed)).toEqual(['wheels.return']);
    expect(resumed).toMatchObject({ state: { status: 'compensating', stuckSince: undefined } });
    expect(types(resumeCompensation(turn()))).toBe('saga must be compensation_failed, is running');
  });
});

describe('a fork', () => {
  const ended: Partial<SagaState> = {
    ...{ status: 'compensated', pending: [], failure: { step: 'wheels', reason: 'r' }, generation: 7 },
    ...{ started: ['frame', 'wheels', 'paint'], refused: ['wheels'], results: { frame } },
  };

  it('runs an ended saga again from a stage, on what was done before it', () => {
    const forked = forkSaga(turn({ ...ended, undone: [] }), 'paint');

    expect(types(forked)).toEqual(['wheels.buy', 'paint.mix']);
    expect(forked).toMatchObject({
      state: {
        run: 2,
        status: 'running',
        results: { frame },
        refused: [],
        pending: [{ generation: 8 }, { generation: 9 }],
      },
    });
    expect(forked).not.toHaveProperty('state.failure');
  });

  it.each([
    ['awaits a message again that an earlier run has used, though it came early then', { fetched: { by: 'ann' } }, {}],
    ['finds a message that came early and that no run has used', {}, { fetched: { by: 'ann' } }],
  ])('%s', (_, used, found) => {
    const forked = forkSaga(
      turn({ ...ended, undone: [], results: { frame, ...used }, early: { fetched: { by: 'ann' } } }),
      'paint',
    );

    expect(forked).toMatchObject({ kind: 'moved' });
    expect(forked.kind === 'moved' ? (forked.state.early ?? {}) : undefined).toEqual(found);
  });

  it('is ignored where a step before was undone or not done, and while the saga runs', () => {
    expect(types(forkSaga(turn({ ...ended, undone: ['frame'] }), 'paint'))).toMatch(/step "frame" is not done/);
    expect(types(forkSaga(turn({ ...ended, undone: [] }), 'review'))).toMatch(/step "wheels" is not done/);
    expect(types(forkSaga(turn(ended), 'saddle'))).toMatch(/has no step "saddle"/);
    expect(types(forkSaga(turn(), 'frame'))).toBe('saga must have ended, is running');
  });
});
