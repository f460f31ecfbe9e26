import { type SagaDefinition, stepsOf } from '../saga-definition.ts';
import type { SagaState } from '../saga-state.ts';
import { nextUndo } from '../undo-steps.ts';

/** How a step of a saga stands. */
export interface StepStanding {
  readonly step: string;
  /** What kind of step it is; undefined when the definition is missing. */
  readonly kind: string | undefined;
  readonly standing: 'not begun' | 'pending' | 'done' | 'refused' | 'open' | 'being undone' | 'undo failed' | 'undone';
  /** How often the pending command was sent; undefined when none is pending. */
  readonly attempt: number | undefined;
  /** When what is pending is waited for no longer, in milliseconds since the epoch. */
  readonly dueAt: number | undefined;
}

/** The steps of a saga in their order; without a definition, those that were begun. */
export function stepStandings(state: SagaState, definition: SagaDefinition | undefined): readonly StepStanding[] {
  const kinds = new Map(definition && stepsOf(definition).map(({ name, kind }) => [name, kind]));
  const failed = failedUndo(state, definition);
  const names = [...new Set([...kinds.keys(), ...state.started])];
  return names.map((step) => {
    const pending = state.pending.find((one) => one.step === step);
    const settled = step === failed ? 'undo failed' : settledStanding(state, step);
    const standing = pending === undefined ? settled : pendingStanding[pending.direction];
    return { step, kind: kinds.get(step), standing, attempt: pending?.attempt, dueAt: pending?.dueAt };
  });
}

const pendingStanding = { run: 'pending', undo: 'being undone' } as const;

/** Where a compensation failed: at what is to be undone next. */
function failedUndo(state: SagaState, definition: SagaDefinition | undefined): string | undefined {
  return definition === undefined || state.status !== 'compensation_failed'
    ? undefined
    : nextUndo({ definition, state })?.name;
}

/** `open`: it was begun, and nobody knows what became of it. */
function settledStanding(state: SagaState, step: string): StepStanding['standing'] {
  if (state.undone.includes(step)) {
    return 'undone';
  }
  if (state.refused.includes(step)) {
    return 'refused';
  }
  if (Object.hasOwn(state.results, step)) {
    return 'done';
  }
  return state.started.includes(step) ? 'open' : 'not begun';
}
