import type { Write } from '../../../../lambdas/core/ports/item-store.ts';
import { dueAttributes } from '../../../../lambdas/core/saga/timers/due-shard.ts';
import type { SagaState } from '../../../../lambdas/core/saga/saga-state.ts';
import { onAttribute, onItem, sorted, without } from '../../mutants/broken-store.ts';
import { UndoFailed } from '../voyage-messages.ts';
import {
  cancelsCompensation,
  changingUpdates,
  newestSteps,
  withCommands,
  withoutGenerations,
  writing,
} from './broken-sagas.ts';
import type { VoyageMutation } from './voyage-mutation.ts';

const hourMs = 3_600_000;

/** Broken variants of the voyages; the checks must catch each of them. */
export const voyageMutants: Readonly<Record<string, VoyageMutation>> = {
  'a saga can be started twice': { items: without({ of: sorted('saga'), drops: onItem }) },
  'a saga moves on from wherever it is': { items: without({ of: sorted('saga'), drops: onAttribute }) },
  'a timer acts whatever its generation': { saga: withoutGenerations },
  'a timer acts before it is over': { clock: (clock) => ({ now: () => clock.now() + hourMs }) },
  'a saga forgets when it is due': {
    items: (items) =>
      changingUpdates(items, ({ set = {}, ...update }) => ({
        ...update,
        set: Object.fromEntries(Object.entries(set).filter(([name]) => !dueNames.includes(name))),
      })),
  },
  'a step whose outcome is not known is not undone': {
    items: writing((state) =>
      state.failure?.reason === 'no reply in time'
        ? { ...state, refused: [...state.refused, state.failure.step] }
        : state,
    ),
  },
  'steps are undone in the order in which they were begun': {
    items: writing((state) => (state.status === 'compensating' ? state : { ...state, started: turned(state) })),
  },
  'an undo that failed counts as done': {
    definitions: withCommands((step) =>
      step.undo === undefined ? step : { ...step, undo: { ...step.undo, done: UndoFailed, failed: step.undo.done } },
    ),
  },
  'a compensation that failed counts as done': {
    items: writing((state) => (state.status === 'compensation_failed' ? { ...state, status: 'compensated' } : state)),
  },
  'a cancellation ends a compensation': { saga: cancelsCompensation },
  'a saga can be given up behind its pivot': {
    items: writing((state) => ({ ...state, started: state.started.filter((step) => step !== 'depart') })),
  },
  'a reply counts for whichever step of its group is first': {
    items: writing((state) => ({ ...state, pending: mixed(state) })),
  },
  'whoever decides last is heard': { items: without({ of: decisions, drops: onItem }) },
  'a deployment leaves out the version that is running': { definitions: (definitions) => definitions.slice(0, 1) },
  'running sagas go over to the steps of the newest version': { definitions: newestSteps },
};

function decisions({ key }: Write): boolean {
  return key.sort.startsWith('approval');
}

const dueNames: readonly string[] = Object.values(dueAttributes);

function turned({ started }: SagaState): string[] {
  return started.toReversed();
}

function mixed({ pending }: SagaState): SagaState['pending'] {
  const all = pending.flatMap(({ commandIds }) => commandIds);
  return pending.map((one) => ({ ...one, commandIds: all }));
}
