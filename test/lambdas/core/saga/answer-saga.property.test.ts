import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Draft } from '../../../../lambdas/contracts/events/event-type.ts';
import { sagaMessages } from '../../../../lambdas/contracts/sagas/saga-messages.ts';
import { answerSaga } from '../../../../lambdas/core/saga/answer-saga.ts';
import { isPastPivot, stepOf } from '../../../../lambdas/core/saga/progress.ts';
import { timersOf } from '../../../../lambdas/core/saga/saga-due.ts';
import type { SagaMove, SagaTransition, SagaTurn } from '../../../../lambdas/core/saga/saga-move.ts';
import { type SagaState, isEnded } from '../../../../lambdas/core/saga/saga-state.ts';
import { startSaga } from '../../../../lambdas/core/saga/start-saga.ts';
import { commandAwaiting, storyMessage } from '../../../../lambdas/testing/story-message.ts';
import * as say from '../../../docs/bicycle/bicycle-messages.ts';
import { makeBicycle } from '../../../docs/bicycle/bicycle-saga.ts';

const bicycle = 'b1';
const reason = 'r';
const { timerDue, decided } = sagaMessages(makeBicycle.name);

const good: readonly Draft[] = [
  say.FrameReserved.of({ bicycle, frame: 'f7' }),
  say.WheelsBought.of({ bicycle, spokes: 36 }),
  say.PaintMixed.of({ bicycle }),
  say.BicycleBuilt.of({ bicycle }),
  say.InvoiceSent.of({ bicycle }),
  say.FrameReleased.of({ bicycle }),
  say.WheelsReturned.of({ bicycle }),
  say.PouredAway.of({ bicycle }),
  say.BicycleFetched.of({ bicycle, by: 'ann' }),
];

const bad: readonly Draft[] = [
  say.FrameRefused.of({ bicycle, reason }),
  say.FrameKept.of({ bicycle, reason }),
  say.WheelsRefused.of({ bicycle, reason }),
  say.PaintRefused.of({ bicycle, reason }),
  say.BuildRefused.of({ bicycle, reason }),
  say.OrderWithdrawn.of({ bicycle, reason }),
];

/** Something happens; the numbers choose among what there is at that time. */
const happening = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('reply' as const), draft: fc.constantFrom(...good) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('reply' as const), draft: fc.constantFrom(...bad) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('any reply' as const),
      draft: fc.constantFrom(...good, ...bad),
      command: fc.nat(40),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('timer' as const), which: fc.nat(3) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('any timer' as const),
      step: fc.constantFrom('', ...makeBicycle.stages.flat().map(({ name }) => name)),
      generation: fc.nat(12),
      minutes: fc.nat(60 * 24 * 20),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('decision' as const),
      decision: fc.constantFrom('approved' as const, 'rejected' as const),
      generation: fc.nat(12),
    }),
  },
);
type Happening = typeof happening extends fc.Arbitrary<infer One> ? One : never;

function begun(price: number): SagaTurn {
  const of = { definition: makeBicycle, key: bicycle, input: { bicycle, price }, now: 0 };
  return { ...of, state: sent(startSaga(of)) };
}

/** Commands get ids by their generation. */
function sent({ state, sends }: SagaMove): SagaState {
  const generations = sends.flatMap((send) => (send.kind === 'command' ? [send.generation] : []));
  const pending = state.pending.map((one) =>
    generations.includes(one.generation)
      ? { ...one, commandIds: [...one.commandIds, `command-${one.generation}`] }
      : one,
  );
  return { ...state, pending };
}

/** The saga as it meets what happens, and what it makes of that. */
function met(turn: SagaTurn, what: Happening): { readonly turn: SagaTurn; readonly transition: SagaTransition } {
  const { state, now } = turn;
  const told = (draft: Draft, at: number, cause?: string): ReturnType<typeof met> => {
    const later = { ...turn, now: at };
    return { turn: later, transition: answerSaga({ ...later, message: storyMessage(draft, 'm', cause) }) };
  };
  switch (what.kind) {
    case 'reply':
      return told(what.draft, now + 1000, commandAwaiting(makeBicycle, state, what.draft.type.name));
    case 'any reply':
      return told(what.draft, now + 1000, `command-${what.command}`);
    case 'timer': {
      const timers = timersOf(state);
      const timer = timers[what.which % Math.max(timers.length, 1)] ?? { step: 'frame', generation: 0, dueAt: now };
      const { step, generation, dueAt } = timer;
      return told(timerDue.of({ key: bicycle, step, generation }), Math.max(now, dueAt));
    }
    case 'any timer': {
      const { step, generation, minutes } = what;
      return told(timerDue.of({ key: bicycle, step, generation }), now + minutes * 60_000);
    }
    case 'decision': {
      const { decision, generation } = what;
      return told(decided.of({ key: bicycle, step: 'review', generation, decision, by: 'bob' }), now);
    }
  }
}

/** What must hold after every move. */
function sound(before: SagaTurn, after: SagaTurn): void {
  const [was, is] = [before.state, after.state];
  const { started, refused, undone, pending, status } = is;
  expect(isEnded(was)).toBe(false);
  expect(pending.length === 0).toBe(isEnded(is));
  expect(new Set(started).size).toBe(started.length);
  expect(undone).toEqual(started.filter((name) => undone.includes(name)).reverse());
  expect(undone.filter((name) => refused.includes(name))).toEqual([]);
  expect(undone.slice(0, was.undone.length)).toEqual(was.undone);
  expect(is.generation).toBeGreaterThanOrEqual(was.generation);
  expect(new Set(pending.map(({ generation }) => generation)).size).toBe(pending.length);
  if (isPastPivot(after)) {
    expect(['running', 'waiting', 'completed']).toContain(status);
  }
  if (status === 'completed') {
    expect(Object.keys(is.results).sort()).toEqual(
      makeBicycle.stages
        .flat()
        .map(({ name }) => name)
        .sort(),
    );
  }
  if (status === 'compensated' || status === 'cancelled') {
    expect(started.filter((name) => isUndoable(name) && !refused.includes(name)).sort()).toEqual([...undone].sort());
  }
}

function isUndoable(name: string): boolean {
  const step = stepOf(makeBicycle, name);
  return step?.kind === 'command' && step.undo !== undefined;
}

function played(turn: SagaTurn, all: readonly Happening[]): SagaTurn {
  return all.reduce((before, what) => {
    const { turn: later, transition } = met(before, what);
    if (transition.kind === 'ignored') {
      return later;
    }
    const after = { ...later, state: sent(transition) };
    sound(before, after);
    return after;
  }, turn);
}

/** Everybody answers well from now on, and whatever is awaited in vain runs out of time. */
function helped(turn: SagaTurn): SagaTurn {
  const answers = good.map((draft): Happening => ({ kind: 'reply', draft }));
  const timers = [0, 1, 2, 3].map((which): Happening => ({ kind: 'timer', which }));
  return played(turn, [...answers, ...timers.slice(0, 1), ...answers, ...timers]);
}

describe('a saga, whatever happens in whatever order', () => {
  it('failure modes 39, 40, 44 and 47: undoes in reverse, each step once, never one that refused, and ends once', () => {
    fc.assert(
      fc.property(fc.constantFrom(900, 9000), fc.array(happening, { maxLength: 60 }), (price, all) => {
        played(begun(price), all);
      }),
      { numRuns: 1500 },
    );
  });

  it('failure mode 44: always comes to an end when it is answered at last', () => {
    fc.assert(
      fc.property(fc.constantFrom(900, 9000), fc.array(happening, { maxLength: 30 }), (price, all) => {
        const rounds = Array.from({ length: 12 });
        const end = rounds.reduce<SagaTurn>(
          (turn) => (isEnded(turn.state) ? turn : helped(turn)),
          played(begun(price), all),
        );

        expect(isEnded(end.state)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
