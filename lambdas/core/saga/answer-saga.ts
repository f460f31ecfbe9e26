import type { Envelope } from '../../contracts/events/envelope.ts';
import { sagaMessages } from '../../contracts/sagas/saga-messages.ts';
import { decisionMade } from './decision-made.ts';
import { giveUpSaga } from './give-up-saga.ts';
import { messageCame } from './message-came.ts';
import { reasonOf } from './reason-of.ts';
import { remembered } from './remembered.ts';
import { replyCame } from './reply-came.ts';
import { type ReceiveStep, stepsOf } from './saga-definition.ts';
import type { SagaTransition, SagaTurn } from './saga-move.ts';
import { isEnded } from './saga-state.ts';
import { timerRanOut } from './timer-ran-out.ts';

/** A saga that exists, and a message for it. */
export interface MessageTurn extends SagaTurn {
  readonly message: Envelope;
}

/** What a message does to a saga; late, duplicate, early and unknown ones change nothing. */
export function answerSaga(turn: MessageTurn): SagaTransition {
  const { definition, state, message, now } = turn;
  if (isEnded(state)) {
    return { kind: 'ignored', reason: `saga has ended ${state.status}` };
  }
  const { timerDue, decided } = sagaMessages(definition.name);
  const cause = { now, before: state, message };
  switch (message.type) {
    case definition.cancelledBy?.name: {
      const reason = reasonOf(message.data) ?? 'cancelled';
      return remembered(giveUpSaga(turn, { reason, ends: 'cancelled' }), cause);
    }
    case timerDue.name: {
      const timer = timerDue.parse(message.data, timerDue.version);
      const pending = state.pending.find(({ generation }) => generation === timer.generation);
      return remembered(timerRanOut(turn, timer), { ...cause, pending });
    }
    case decided.name: {
      const decision = decided.parse(message.data, decided.version);
      const pending = { step: decision.step, direction: 'run' } as const;
      return remembered(decisionMade(turn, decision), { ...cause, pending, by: decision.by });
    }
    default:
      return answeredByType(turn);
  }
}

function answeredByType(turn: MessageTurn): SagaTransition {
  const { definition, state, message, now } = turn;
  const receive = stepsOf(definition).find(
    (step): step is ReceiveStep => step.kind === 'receive' && step.message.name === message.type,
  );
  const cause = { now, before: state, message };
  if (receive !== undefined) {
    const pending = { step: receive.name, direction: 'run' } as const;
    return remembered(messageCame(turn, receive, message.data), { ...cause, pending });
  }
  const pending = state.pending.find(({ commandIds }) => commandIds.includes(message.causationid ?? ''));
  if (pending === undefined) {
    return { kind: 'ignored', reason: 'reply must answer a pending command' };
  }
  return remembered(replyCame(turn, pending, message), { ...cause, pending });
}
