import type { SagaDefinition, SagaStep } from './saga-definition.ts';
import type { SagaMove, SagaSend, SagaTurn } from './saga-move.ts';
import type { Pending, SagaState } from './saga-state.ts';

/** A saga in the middle of a move: its state so far, and what it is to send. */
export interface Progress extends SagaTurn {
  readonly sends: readonly SagaSend[];
}

/** Begins a move. */
export function progressOf(turn: SagaTurn): Progress {
  return { ...turn, sends: [] };
}

/** Some of the state changes. */
export function changed(progress: Progress, changes: Partial<SagaState>): Progress {
  return { ...progress, state: { ...progress.state, ...changes } };
}

/** Something more is sent. */
export function sending(progress: Progress, send: SagaSend): Progress {
  return { ...progress, sends: [...progress.sends, send] };
}

/** What is to be waited for. */
export type Awaited = Pick<Pending, 'step' | 'direction'> & Partial<Omit<Pending, 'generation'>>;

/** Waits for one thing more, of a new generation. */
export function awaiting(progress: Progress, awaited: Awaited): Progress {
  const { state } = progress;
  const generation = state.generation + 1;
  const pending: Pending = { attempt: 1, commandIds: [], ...awaited, generation };
  return changed(progress, { generation, pending: [...state.pending, pending] });
}

/** Waits no longer for one thing. */
export function settled(progress: Progress, pending: Pending): Progress {
  const rest = progress.state.pending.filter(({ generation }) => generation !== pending.generation);
  return changed(progress, { pending: rest });
}

/** Ends a move: the status follows from what is awaited unless the saga has ended. */
export function moveOf({ definition, state, sends }: Progress): SagaMove {
  return { kind: 'moved', state: { ...state, status: statusOf(definition, state) }, history: [], sends };
}

function statusOf(definition: SagaDefinition, state: SagaState): SagaState['status'] {
  const { pending, failure, status } = state;
  if (pending.length === 0) {
    return status;
  }
  if (failure !== undefined) {
    return 'compensating';
  }
  return pending.some(({ step }) => stepOf(definition, step)?.kind === 'command') ? 'running' : 'waiting';
}

/** The step of some name; undefined when the definition has none. */
export function stepOf({ stages }: Pick<SagaDefinition, 'stages'>, name: string): SagaStep | undefined {
  return stages.flat().find((step) => step.name === name);
}

/** Whether there is no way back any more: the pivot was begun and has not said that it did nothing. */
export function isPastPivot({ definition: { pivot }, state }: Pick<SagaTurn, 'definition' | 'state'>): boolean {
  return pivot !== undefined && state.started.includes(pivot) && !state.refused.includes(pivot);
}

/**
 * What is pending under a generation, which alone tells it from all else that a saga ever awaited; undefined when nothing
 * is, or when the definition knows the step that was meant as another one.
 *
 * A step that the definition does not know was renamed by a migration since the generation was given out.
 */
export function pendingUnder(
  { definition, state }: Pick<SagaTurn, 'definition' | 'state'>,
  { step, generation }: Pick<Pending, 'step' | 'generation'>,
): Pending | undefined {
  const pending = state.pending.find((one) => one.generation === generation);
  return pending?.step === step || stepOf(definition, step) === undefined ? pending : undefined;
}
