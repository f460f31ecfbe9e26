import { giveUpSaga, resumeCompensation } from '../give-up-saga.ts';
import type { HistoryEntry } from '../saga-history.ts';
import type { SagaTransition } from '../saga-move.ts';
import type { SagaState } from '../saga-state.ts';
import { nextUndo } from '../undo-steps.ts';
import { forkEnded } from './fork-ended.ts';
import type { OrderTurn } from './order-turn.ts';
import { retryPending } from './retry-pending.ts';
import type { SagaOrder } from './saga-order.ts';
import { skipPending } from './skip-pending.ts';

/**
 * What an order does to a saga; ignored, for a reason, when the saga is in no state for it.
 *
 * Nothing takes a saga back that is past its pivot, and nothing stops a compensation that is under way.
 */
export function operateSaga(turn: OrderTurn, order: SagaOrder): SagaTransition {
  const transition = transitionOf(turn, order);
  if (transition.kind === 'ignored') {
    return transition;
  }
  const { id, by, reason, now } = turn;
  const step = stepNamed(turn, order);
  const note = reason === undefined ? {} : { note: reason };
  const entry = { at: now, message: `operator.${order.kind}`, messageId: id, by, ...note, ...step };
  return { ...transition, history: [entry, ...transition.history] };
}

function transitionOf(turn: OrderTurn, order: SagaOrder): SagaTransition {
  switch (order.kind) {
    case 'retry':
      return retryPending(turn, order.step);
    case 'skip':
      return skipPending(turn, order);
    case 'compensate':
      return giveUpSaga(turn, { reason: whyOf(turn, 'given up'), ends: 'compensated' });
    case 'cancel':
      return giveUpSaga(turn, { reason: whyOf(turn, 'cancelled'), ends: 'cancelled' });
    case 'resume':
      return resumeCompensation(turn);
    case 'fork':
      return forkEnded(turn, order.from);
  }
}

function whyOf({ by, reason }: OrderTurn, what: string): string {
  return reason ?? `${what} by ${by}`;
}

type StepNamed = Pick<HistoryEntry, 'step' | 'direction'>;

/** For the history: the step that the order was about. */
function stepNamed(turn: OrderTurn, order: SagaOrder): StepNamed {
  switch (order.kind) {
    case 'fork':
      return { step: order.from };
    case 'retry':
    case 'skip':
      return stepMeant(turn.state, order.step) ?? failedUndo(turn);
    case 'resume':
      return failedUndo(turn);
    case 'compensate':
    case 'cancel':
      return {};
  }
}

function stepMeant({ pending }: SagaState, name: string | undefined): StepNamed | undefined {
  const meant = name === undefined ? pending[0] : pending.find(({ step }) => step === name);
  return meant && { step: meant.step, direction: meant.direction };
}

/** Where a compensation failed: at what is to be undone next. */
function failedUndo(turn: OrderTurn): StepNamed {
  const step = nextUndo(turn)?.name;
  return step === undefined ? {} : { step, direction: 'undo' };
}
