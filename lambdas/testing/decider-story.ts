import assert from 'node:assert/strict';
import type { Draft, EventType } from '../contracts/events/event-type.ts';
import type { EnvelopeOf } from '../core/consume/consumer.ts';
import type { Decider, Decision } from '../core/event-store/decider.ts';
import { evolveAll } from '../core/event-store/evolve-all.ts';
import { storyMessage } from './story-message.ts';

/** What a decider has decided; whatever is not as told throws an AssertionError that says so. */
export interface Decided<State> {
  /** It decided exactly these events, in this order. */
  then(...events: readonly Draft[]): State;
  /** It decided to give exactly these replies once more: the command had its effect before. */
  thenAgain(...replies: readonly Draft[]): void;
  /** It decided that the command can never be carried out, for a reason. */
  thenImpossible(reason: RegExp): void;
}

/** A decider with a past. */
export interface DeciderStory<State> {
  when(command: Draft): Decided<State>;
}

/** Begins the story of one aggregate: `given(payment, [charged]).when(RefundPayment.of(order)).then(refunded)`. */
export function given<State, Commands extends readonly EventType[], Events extends readonly EventType[]>(
  decider: Decider<State, Commands, Events>,
  events: readonly Draft[],
): DeciderStory<State> {
  const past = events.map((event, index) => storyMessage(event, `past-${index}`));
  const before = evolveAll(decider, decider.initial, past);
  return {
    when(command) {
      const message = storyMessage(command, 'command');
      const decision: Decision = decider.decide(before, message as EnvelopeOf<Commands[number]>);
      return {
        then(...expected) {
          assert.deepEqual(shownDecision(decision), { kind: 'events', events: expected.map(shown) });
          const made = expected.map((event, index) => storyMessage(event, `made-${index}`));
          return evolveAll(decider, before, made);
        },
        thenAgain(...replies) {
          assert.deepEqual(shownDecision(decision), { kind: 'again', replies: replies.map(shown) });
        },
        thenImpossible(reason) {
          assert.match(decision.kind === 'impossible' ? decision.reason : 'it is possible', reason);
        },
      };
    },
  };
}

function shownDecision(decision: Decision): unknown {
  switch (decision.kind) {
    case 'events':
      return { kind: 'events', events: decision.events.map(shown) };
    case 'again':
      return { kind: 'again', replies: decision.replies.map(shown) };
    case 'impossible':
      return decision;
  }
}

function shown({ type, data }: Draft): unknown {
  return { type: type.name, data };
}
