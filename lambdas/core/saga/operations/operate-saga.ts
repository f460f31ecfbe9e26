import { giveUpSaga, resumeCompensation } from '../give-up-saga.ts';
import type { SagaTransition, SagaTurn } from '../saga-move.ts';
import { forkEnded } from './fork-ended.ts';
import { retryPending } from './retry-pending.ts';
import type { SagaOrder } from './saga-order.ts';
import { skipPending } from './skip-pending.ts';

/** A saga as it stands, and who wants something of it. */
export interface OrderTurn extends SagaTurn {
  /** The id of the order. */
  readonly id: string;
  readonly by: string;
  /** Why, as they say. */
  readonly reason: string | undefined;
}

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

/** For the history: the step that the order was about. */
function stepNamed(
  { state }: OrderTurn,
  order: SagaOrder,
): { readonly step?: string; readonly direction?: 'run' | 'undo' } {
  if (order.kind === 'fork') {
    return { step: order.from };
  }
  if (order.kind !== 'retry' && order.kind !== 'skip') {
    return {};
  }
  const { pending } = state;
  const meant = order.step === undefined ? pending[0] : pending.find(({ step }) => step === order.step);
  return meant === undefined ? {} : { step: meant.step, direction: meant.direction };
}
