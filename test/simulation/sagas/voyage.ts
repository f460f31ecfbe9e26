import type { Duration } from '../../../lambdas/contracts/duration.ts';
import type { Draft } from '../../../lambdas/contracts/events/event-type.ts';
import type { SagaDefinition } from '../../../lambdas/core/saga/saga-definition.ts';
import { saga } from '../../../lambdas/core/saga/saga.ts';
import {
  DecisionWanted,
  DoStep,
  StepDone,
  StepRefused,
  StepUndone,
  UndoFailed,
  UndoStep,
  VoyageTold,
  VoyageUnwanted,
  VoyageWanted,
} from './voyage-messages.ts';

interface Voyage {
  readonly voyage: string;
}

/** Commands of a step that services are asked for, before the pivot. */
function asked(step: string): {
  readonly send: (voyage: Voyage) => Draft;
  readonly ok: typeof StepDone;
  readonly refused: typeof StepRefused;
  readonly timeout: Duration;
  readonly retry: { readonly attempts: number };
  readonly undo: {
    readonly send: (voyage: Voyage) => Draft;
    readonly done: typeof StepUndone;
    readonly failed: typeof UndoFailed;
    readonly timeout: Duration;
    readonly retry: { readonly attempts: number };
  };
} {
  return {
    send: ({ voyage }) => DoStep.of({ voyage, step }),
    ...{ ok: StepDone, refused: StepRefused, timeout: { minutes: 10 }, retry: { attempts: 2 } },
    undo: {
      send: ({ voyage }) => UndoStep.of({ voyage, step }),
      ...{ done: StepUndone, failed: UndoFailed, timeout: { minutes: 10 }, retry: { attempts: 2 } },
    },
  };
}

/** Commands of a step that services are asked for, from the pivot on. */
function insisted(step: string): Pick<ReturnType<typeof asked>, 'send' | 'ok' | 'timeout'> {
  const { send, ok, timeout } = asked(step);
  return { send, ok, timeout };
}

const options = { startedBy: VoyageWanted, cancelledBy: VoyageUnwanted, deadline: { hours: 2 } } as const;

const first = saga('voyage', { ...options, version: 1 })
  .step('book', asked('book'))
  .parallel({ seat: asked('seat'), meal: asked('meal') })
  .approval('consent', {
    asks: ({ voyage }, _, { token }) => DecisionWanted.of({ voyage, token }),
    within: { hours: 1 },
  })
  .timer('rest', { waits: () => ({ minutes: 20 }) })
  .pivot('depart', insisted('depart'))
  .step('arrive', insisted('arrive'))
  .completes(({ voyage }) => VoyageTold.of({ voyage, outcome: 'travelled' }))
  .fails(({ voyage }) => VoyageTold.of({ voyage, outcome: 'stayed' }));

const second = saga('voyage', { ...options, version: 2 })
  .step('insure', asked('insure'))
  .parallel({ meal: asked('meal'), seat: asked('seat'), book: asked('book') })
  .timer('rest', { waits: () => ({ minutes: 10 }) })
  .approval('consent', {
    asks: ({ voyage }, _, { token }) => DecisionWanted.of({ voyage, token }),
    within: { hours: 2 },
  })
  .pivot('depart', insisted('depart'))
  .completes(({ voyage }) => VoyageTold.of({ voyage, outcome: 'travelled' }))
  .fails(({ voyage }) => VoyageTold.of({ voyage, outcome: 'stayed' }));

/** A voyage with everything that a saga can have, in two versions whose steps differ in every respect; newest last. */
export const voyages: readonly [SagaDefinition, SagaDefinition] = [first, second];

/** Steps that services do and can take back. */
export const undoableSteps = ['book', 'seat', 'meal', 'insure'] as const;
