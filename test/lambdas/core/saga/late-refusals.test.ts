import { describe, expect, it } from '@jest/globals';
import type { Draft } from '../../../../lambdas/contracts/events/event-type.ts';
import { answerSaga } from '../../../../lambdas/core/saga/answer-saga.ts';
import { dueChange } from '../../../../lambdas/core/saga/saga-due.ts';
import type { SagaTransition, SagaTurn } from '../../../../lambdas/core/saga/saga-move.ts';
import type { Pending, SagaState } from '../../../../lambdas/core/saga/saga-state.ts';
import { startSaga } from '../../../../lambdas/core/saga/start-saga.ts';
import { storyMessage } from '../../../../lambdas/testing/story-message.ts';
import {
  BuildRefused,
  FrameKept,
  FrameRefused,
  FrameReleased,
  PouredAway,
  WheelsReturned,
} from '../../../docs/bicycle/bicycle-messages.ts';
import { makeBicycle } from '../../../docs/bicycle/bicycle-saga.ts';
import { arriving } from '../../../support/commands.ts';
import { bicycleRig } from '../../../support/bicycle-rig.ts';
import { sagaMessages } from '../../../../lambdas/contracts/sagas/saga-messages.ts';

const bicycle = 'b1';
const reason = 'no';
const of = { definition: makeBicycle, key: bicycle, input: { bicycle, price: 900 }, now: 0 };
const begun: SagaState = startSaga(of).state;

function awaiting(pending: Partial<Pending>, differences: Partial<SagaState> = {}): SagaTurn {
  const one: Pending = {
    ...{ step: 'frame', direction: 'run', attempt: 2, commandIds: ['first', 'second'], generation: 9 },
    ...pending,
  };
  return { ...of, state: { ...begun, generation: 9, ...differences, pending: [one] } };
}

function answered(turn: SagaTurn, draft: Draft, commandId: string): SagaTransition {
  return answerSaga({ ...turn, message: storyMessage(draft, 'm', commandId) });
}

describe('failure mode 39: a refusal of an attempt after which another was sent', () => {
  const refused = FrameRefused.of({ bicycle, reason });

  it('undoes the step, for what becomes of the other attempt is not known', () => {
    expect(answered(awaiting({}), refused, 'first')).toMatchObject({
      state: { status: 'compensating', refused: [], pending: [{ step: 'frame', direction: 'undo' }] },
    });
    expect(answered(awaiting({}), refused, 'second')).toMatchObject({
      state: { status: 'compensated', refused: ['frame'], pending: [] },
    });
  });

  it('takes nothing back when the step is the pivot, which may still be done', () => {
    const started = ['frame', 'wheels', 'paint', 'review', 'change-of-mind', 'build'];
    const building = awaiting({ step: 'build' }, { started });

    expect(answered(building, BuildRefused.of({ bicycle, reason }), 'first')).toMatchObject({ kind: 'ignored' });
    expect(answered(building, BuildRefused.of({ bicycle, reason }), 'second')).toMatchObject({
      state: { status: 'compensating', refused: ['build'] },
    });
  });

  it('does not use up an undo whose last attempt may still be done', () => {
    const failure = { step: 'wheels', reason };
    const undoing = awaiting({ direction: 'undo', attempt: 3 }, { status: 'compensating', failure });
    const kept = FrameKept.of({ bicycle, reason });

    expect(answered(undoing, kept, 'first')).toMatchObject({ kind: 'ignored' });
    expect(answered(undoing, kept, 'second')).toMatchObject({ state: { status: 'compensation_failed' } });
  });
});

describe('a saga that is late, and whose pivot is refused then', () => {
  const started = ['frame', 'wheels', 'paint', 'review', 'change-of-mind', 'build'];
  const results = { frame: {}, wheels: {}, paint: {} };
  const late = awaiting(
    { step: 'build', attempt: 1, commandIds: ['only'] },
    { started, results, late: true, stuckSince: 5 },
  );

  it('helps itself, so it is stuck no longer, and in no index when it has ended', () => {
    const back = answered(late, BuildRefused.of({ bicycle, reason }), 'only');

    expect(back).toMatchObject({ state: { status: 'compensating', stuckSince: undefined, late: undefined } });
    const end = [PouredAway, WheelsReturned, FrameReleased].reduce<SagaTransition>((move, type) => {
      const state: SagaState = move.kind === 'moved' ? move.state : begun;
      const pending = state.pending.map((one) => ({ ...one, commandIds: ['undo'] }));
      return answered({ ...of, state: { ...state, pending } }, type.of({ bicycle }), 'undo');
    }, back);
    expect(end).toMatchObject({ state: { status: 'compensated' } });
    const { set } = dueChange({ partition: 'p', sort: 'saga' }, end.kind === 'moved' ? end.state : begun);
    expect(set).toEqual({});
  });
});

describe('failure mode 49: a step that a migration has renamed', () => {
  it('is still told when its time has run out, though the timer knows it by its old name', async () => {
    const old = bicycleRig({ definitions: [{ ...makeBicycle, version: 1 }] });
    await old.start();
    const [frame] = makeBicycle.stages.flat();
    const renamed = bicycleRig(
      {
        definitions: [
          {
            ...makeBicycle,
            stages: [frame === undefined ? [] : [{ ...frame, name: 'tube' }], ...makeBicycle.stages.slice(1)],
            migrates: {
              1: (state) => ({
                ...state,
                started: ['tube'],
                pending: state.pending.map((one) => ({ ...one, step: 'tube' })),
              }),
            },
          },
        ],
      },
      old.memory,
    );
    renamed.clock.advance(10 * 60_000);
    await renamed.handle(
      arriving(sagaMessages(makeBicycle.name).timerDue.of({ key: bicycle, step: 'frame', generation: 1 })),
    );

    expect((await renamed.state()).pending).toMatchObject([{ step: 'tube', attempt: 2, generation: 2 }]);
  });
});
