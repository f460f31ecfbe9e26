import { describe, expect, it } from '@jest/globals';
import { deadlineStep } from '../../../../lambdas/core/saga/saga-due.ts';
import type { SagaTransition, SagaTurn } from '../../../../lambdas/core/saga/saga-move.ts';
import type { Pending, SagaState } from '../../../../lambdas/core/saga/saga-state.ts';
import { startSaga } from '../../../../lambdas/core/saga/start-saga.ts';
import { timerRanOut } from '../../../../lambdas/core/saga/timer-ran-out.ts';
import { decisionMade } from '../../../../lambdas/core/saga/decision-made.ts';
import { makeBicycle } from '../../../docs/bicycle/bicycle-saga.ts';

const minutes = 60_000;
const of = { definition: makeBicycle, key: 'b1', input: { bicycle: 'b1', price: 900 } };
const begun: SagaState = startSaga({ ...of, now: 0 }).state;

function turn(differences: Partial<SagaState>, now: number): SagaTurn {
  return { ...of, now, state: { ...begun, ...differences } };
}

function outcome(transition: SagaTransition): string {
  return transition.kind === 'ignored' ? transition.reason : transition.state.status;
}

describe('failure mode 40: a timer that has run out', () => {
  it('sends the command again at its time, and not a moment before', () => {
    const timer = { step: 'frame', generation: 1 };

    expect(outcome(timerRanOut(turn({}, 10 * minutes - 1), timer))).toMatch(/must not be early/);
    expect(outcome(timerRanOut(turn({}, 10 * minutes), timer))).toBe('running');
  });

  it.each([
    ['of an older generation', { step: 'frame', generation: 0 }],
    ['of a generation that was never given', { step: 'frame', generation: 2 }],
    ['of another step with the same generation', { step: 'paint', generation: 1 }],
    ['of a step that there is not', { step: 'saddle', generation: 2 }],
  ])('changes nothing when it is %s', (_, timer) => {
    expect(outcome(timerRanOut(turn({}, 60 * minutes), timer))).toMatch(/must be the pending one/);
  });

  it('changes nothing a second time', () => {
    const timer = { step: 'frame', generation: 1 };
    const first = timerRanOut(turn({}, 10 * minutes), timer);
    const again = first.kind === 'moved' ? timerRanOut(turn(first.state, 30 * minutes), timer) : first;

    expect(outcome(again)).toMatch(/must be the pending one/);
  });
});

describe('a deadline that has passed', () => {
  const passed = 30 * 24 * 60 * minutes;
  const deadline = { step: deadlineStep, generation: 1 };
  const building: Pending = {
    ...begun.pending[0],
    step: 'build',
    direction: 'run',
    attempt: 1,
    commandIds: [],
    generation: 9,
  } as const;
  const behind = { started: ['frame', 'wheels', 'paint', 'build'], pending: [building], generation: 9 };

  it('has the saga undone before the pivot', () => {
    expect(outcome(timerRanOut(turn({}, passed), deadline))).toBe('compensating');
  });

  it('failure modes 46 and 51: marks the saga as late behind the pivot, once, and what is pending stays', () => {
    const late = timerRanOut(turn(behind, passed), deadline);

    expect(late).toMatchObject({ state: { late: true, stuckSince: passed, pending: [building] }, sends: [] });
    const again = late.kind === 'moved' ? timerRanOut(turn(late.state, passed), deadline) : late;
    expect(outcome(again)).toMatch(/must be the pending one/);
  });

  it.each([
    ['early', turn({}, passed - 1), /must not be early/],
    ['of another run', turn({ run: 2 }, passed), /must be the pending one/],
    ['of a saga that is being undone', turn({ deadlineAt: undefined }, passed), /must be the pending one/],
  ])('changes nothing when it is %s', (_, saga, reason) => {
    expect(outcome(timerRanOut(saga, deadline))).toMatch(reason);
  });
});

describe('failure mode 53: a decision', () => {
  const dueAt = 60 * minutes;
  const asked = {
    pending: [
      { step: 'review', direction: 'run', attempt: 1, commandIds: [], generation: 4, dueAt },
    ] as SagaState['pending'],
    results: { frame: {}, wheels: {}, paint: {} },
    generation: 4,
  };
  const approval = { step: 'review', generation: 4, decision: 'approved', by: 'bob' } as const;

  it.each([
    ['in time', decisionMade(turn(asked, dueAt - 1), approval), /^waiting$/],
    ['when its time is over', decisionMade(turn(asked, dueAt), approval), /must not come after its time/],
    ['about an earlier question', decisionMade(turn(asked, 0), { ...approval, generation: 3 }), /a pending approval/],
    ['about another step', decisionMade(turn(asked, 0), { ...approval, step: 'frame' }), /a pending approval/],
  ])('counts only while it is awaited: one %s', (_, transition, reason) => {
    expect(outcome(transition)).toMatch(reason);
  });

  it('counts once: a second one about the same question changes nothing', () => {
    const first = decisionMade(turn(asked, 0), approval);
    const second =
      first.kind === 'moved' ? decisionMade(turn(first.state, 0), { ...approval, decision: 'rejected' }) : first;

    expect(outcome(second)).toMatch(/must be about a pending approval/);
  });

  it('about a step that is no approval changes nothing', () => {
    expect(outcome(decisionMade(turn({}, 0), { ...approval, step: 'frame', generation: 1 }))).toMatch(
      /pending approval/,
    );
  });
});
