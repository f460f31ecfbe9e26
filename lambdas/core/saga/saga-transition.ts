import type { Envelope } from '../../contracts/events/envelope.ts';
import type { Draft } from '../../contracts/events/event-type.ts';
import type { SagaDefinition, SagaStep } from './saga-definition.ts';
import type { SagaState, SagaStatus } from './saga-state.ts';

/** A saga moves on and sends at most one message. */
export interface SagaMove {
  readonly kind: 'moved';
  readonly state: SagaState;
  readonly send: Draft | undefined;
}

/** What a message does to a saga: it moves it on, or nothing changes, for a reason. */
export type SagaTransition = SagaMove | { readonly kind: 'ignored'; readonly reason: string };

/** A saga that exists, and a message for it. */
export interface SagaTurn {
  readonly definition: SagaDefinition;
  readonly input: unknown;
  readonly state: SagaState;
  readonly message: Envelope;
  /** Milliseconds since the epoch, for the history. */
  readonly now: number;
}

/** A state that waits for a reply to a command whose id is not known before the command is written. */
const unsentCommandId = '';

/** The first transition: the first step's command. */
export function startSaga(definition: SagaDefinition, input: unknown): SagaMove {
  const state: SagaState = { status: 'waiting', started: [], undone: [], results: {}, history: [] };
  return runNext({ definition, input, state }, definition.steps[0]);
}

/** What a reply does to a running saga; late, duplicate, early and unknown replies change nothing. */
export function answerSaga(turn: SagaTurn): SagaTransition {
  const { definition, state, message } = turn;
  const { waiting } = state;
  if (waiting === undefined) {
    return { kind: 'ignored', reason: `saga has ended ${state.status}` };
  }
  if (waiting.commandId !== message.causationid) {
    return { kind: 'ignored', reason: `reply must answer the pending command of step "${waiting.step}"` };
  }
  const step = definition.steps.find(({ name }) => name === waiting.step);
  if (step === undefined) {
    return { kind: 'ignored', reason: `definition has no step "${waiting.step}"` };
  }
  const told = remembered(turn, waiting);
  return waiting.direction === 'run' ? runAnswered(told, step) : undoAnswered(told, step);
}

function runAnswered(turn: SagaTurn, step: SagaStep): SagaTransition {
  const { definition, message, state } = turn;
  if (message.type === step.ok.name) {
    const results = { ...state.results, [step.name]: message.data };
    const next = definition.steps[definition.steps.indexOf(step) + 1];
    return runNext({ ...turn, state: { ...state, results } }, next);
  }
  if (message.type === step.refused?.name) {
    const failure = { step: step.name, reason: reasonOf(message.data) };
    return undoNext({ ...turn, state: { ...state, failure } });
  }
  return { kind: 'ignored', reason: `step "${step.name}" awaits no "${message.type}"` };
}

function undoAnswered(turn: SagaTurn, step: SagaStep): SagaTransition {
  const { message, state } = turn;
  if (message.type === step.undo?.done.name) {
    return undoNext({ ...turn, state: { ...state, undone: [...state.undone, step.name] } });
  }
  if (message.type === step.undo?.failed?.name) {
    return { kind: 'moved', state: ended(state, 'compensation_failed'), send: undefined };
  }
  return { kind: 'ignored', reason: `undo of step "${step.name}" awaits no "${message.type}"` };
}

type Progress = Pick<SagaTurn, 'definition' | 'input' | 'state'>;

function runNext({ definition, input, state }: Progress, step: SagaStep | undefined): SagaMove {
  if (step === undefined) {
    return { kind: 'moved', state: ended(state, 'completed'), send: definition.completes(input, state.results) };
  }
  return {
    kind: 'moved',
    state: {
      ...state,
      started: [...state.started, step.name],
      waiting: { step: step.name, direction: 'run', commandId: unsentCommandId },
    },
    send: step.send(input, state.results),
  };
}

/**
 * Undoes the newest step that was started, has an undo and is not undone yet; none left ends the saga.
 *
 * The refused step itself did nothing, which is what its refusal says, so only the steps before it are taken back.
 */
function undoNext({ definition, input, state }: Progress): SagaMove {
  const name = state.started.findLast(
    (started) =>
      started !== state.failure?.step && !state.undone.includes(started) && undoOf(definition, started) !== undefined,
  );
  const undo = name === undefined ? undefined : undoOf(definition, name);
  if (name === undefined || undo === undefined) {
    const failure = state.failure ?? { step: '', reason: 'unknown' };
    const send = definition.fails(input, failure, state.results);
    return { kind: 'moved', state: ended(state, 'compensated'), send };
  }
  return {
    kind: 'moved',
    state: {
      ...state,
      status: 'compensating',
      waiting: { step: name, direction: 'undo', commandId: unsentCommandId },
    },
    send: undo.send(input, state.results[name], state.results),
  };
}

function undoOf(definition: SagaDefinition, name: string): SagaStep['undo'] {
  return definition.steps.find((step) => step.name === name)?.undo;
}

function ended(state: SagaState, status: SagaStatus): SagaState {
  return { ...state, status, waiting: undefined };
}

function remembered(turn: SagaTurn, waiting: NonNullable<SagaState['waiting']>): SagaTurn {
  const { state, message, now } = turn;
  const { step, direction } = waiting;
  const entry = { at: now, step, direction, message: message.type, messageId: message.id };
  return { ...turn, state: { ...state, history: [...state.history, entry] } };
}

function reasonOf(data: unknown): string {
  return typeof data === 'object' && data !== null && 'reason' in data && typeof data.reason === 'string'
    ? data.reason
    : 'refused';
}
