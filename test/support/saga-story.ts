import { expect } from '@jest/globals';
import type { Draft, EventType } from '../../lambdas/contracts/events/event-type.ts';
import type { SagaDefinition } from '../../lambdas/core/saga/saga-definition.ts';
import type { SagaState, SagaStatus } from '../../lambdas/core/saga/saga-state.ts';
import { type SagaMove, type SagaTransition, answerSaga, startSaga } from '../../lambdas/core/saga/saga-transition.ts';
import { arriving } from './commands.ts';

/** A saga told as a story: start, expect a command, answer it, and so on to the end. */
export interface SagaStory {
  expects(type: EventType): SagaStory;
  answers(reply: Draft): SagaStory;
  /** A message that must change nothing. */
  ignores(reply: Draft, reason: RegExp): SagaStory;
  ends(status: SagaStatus, message: EventType): SagaState;
}

/** Begins the story of a saga. */
export function sagaStory(definition: SagaDefinition, start: Draft): SagaStory {
  let moved = startSaga(definition, start.data);
  let commandId = 'command-1';
  let count = 1;
  const sent = (): SagaState =>
    moved.state.waiting === undefined
      ? moved.state
      : { ...moved.state, waiting: { ...moved.state.waiting, commandId } };
  const told = (reply: Draft, causationid: string): SagaTransition => {
    const message = { ...arriving(reply), causationid };
    return answerSaga({ definition, input: start.data, state: sent(), message, now: count });
  };
  const story: SagaStory = {
    expects(type) {
      expect(moved.send?.type.name).toBe(type.name);
      return story;
    },
    answers(reply) {
      moved = moving(told(reply, commandId));
      count += 1;
      commandId = `command-${count}`;
      return story;
    },
    ignores(reply, reason) {
      const before = told(reply, 'another-command');
      expect(before.kind === 'ignored' ? before.reason : 'moved').toMatch(reason);
      return story;
    },
    ends(status, message) {
      expect(moved.send?.type.name).toBe(message.name);
      expect(moved.state.status).toBe(status);
      expect(moved.state.waiting).toBeUndefined();
      return moved.state;
    },
  };
  return story;
}

function moving(transition: SagaTransition): SagaMove {
  if (transition.kind === 'ignored') {
    throw new TypeError(`a told reply must move the saga, got: ${transition.reason}`);
  }
  return transition;
}
