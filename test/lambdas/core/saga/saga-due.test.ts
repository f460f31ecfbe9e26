import { describe, expect, it } from '@jest/globals';
import { dueChange, laterDue, nextDueAt, timersOf } from '../../../../lambdas/core/saga/saga-due.ts';
import { type SagaState } from '../../../../lambdas/core/saga/saga-state.ts';
import { startSaga } from '../../../../lambdas/core/saga/start-saga.ts';
import { dueShardOf, stuckShardOf } from '../../../../lambdas/core/saga/timers/due-shard.ts';
import { makeBicycle } from '../../../docs/bicycle/bicycle-saga.ts';

const key = { partition: 'bicycle-b1', sort: 'saga' };
const input = { bicycle: 'b1', price: 900 };
const begun: SagaState = startSaga({ definition: makeBicycle, key: 'b1', input, now: 0 }).state;
const shard = dueShardOf(key.partition);
const [ended, failed] = [
  { ...begun, status: 'completed', pending: [], deadlineAt: undefined },
  { ...begun, status: 'compensation_failed', pending: [], deadlineAt: undefined, stuckSince: 7 },
] as const satisfies readonly SagaState[];

describe('the timers of a saga', () => {
  it('are those of what it awaits, and its deadline', () => {
    expect(timersOf(begun)).toEqual([
      { step: 'frame', generation: 1, dueAt: 600_000 },
      { step: '', generation: 1, dueAt: 2_592_000_000 },
    ]);
    expect(nextDueAt(begun)).toBe(600_000);
  });

  it('are none when it has ended, and hold no deadline when it is late', () => {
    expect([timersOf(ended), nextDueAt(ended)]).toEqual([[], undefined]);
    expect(timersOf({ ...begun, late: true }).map(({ step }) => step)).toEqual(['frame']);
  });
});

describe('the place of a saga in the index', () => {
  it('is where its first timer runs out', () => {
    expect(dueChange(key, begun)).toEqual({ set: { dueShard: shard, dueAt: 600_000 }, remove: [] });
  });

  it.each([
    ['stays when it is early: a reply writes no index', 599_999, {}],
    ['stays when it is right', 600_000, {}],
    ['moves when it is late', 600_001, { dueShard: shard, dueAt: 600_000 }],
  ])('%s', (_, dueAt, set) => {
    expect(dueChange(key, begun, { dueShard: shard, dueAt })).toEqual({ set, remove: [] });
  });

  it('failure mode 51: is among the stuck ones, since when, while only an operator can help', () => {
    expect(dueChange(key, failed, { dueShard: shard, dueAt: 5 })).toEqual({
      ...{ set: { dueShard: stuckShardOf(key.partition), dueAt: 7 }, remove: [] },
    });
  });

  it('is none when it has ended, and is taken out once', () => {
    expect(dueChange(key, ended, { dueShard: shard, dueAt: 5 })).toEqual({ set: {}, remove: ['dueShard', 'dueAt'] });
    expect(dueChange(key, ended, {})).toEqual({ set: {}, remove: [] });
  });

  it('is moved by whoever finds it early, with a version of its own, so that no timer is forgotten', () => {
    expect(laterDue(key, { version: 4, state: begun })).toEqual({
      ...{ kind: 'update', key, set: { version: 5, dueShard: shard, dueAt: 600_000 } },
      when: [{ attribute: 'version', is: 'equal', value: 4 }],
    });
    expect(laterDue(key, { version: 4, state: ended })).toBeUndefined();
  });
});
