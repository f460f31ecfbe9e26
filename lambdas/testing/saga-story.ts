import assert from 'node:assert/strict';
import { durationSeconds } from '../contracts/duration.ts';
import type { Envelope } from '../contracts/events/envelope.ts';
import type { Draft } from '../contracts/events/event-type.ts';
import { sagaMessages } from '../contracts/sagas/saga-messages.ts';
import { answerSaga } from '../core/saga/answer-saga.ts';
import type { SagaDefinition } from '../core/saga/saga-definition.ts';
import { nextDueAt, timersOf } from '../core/saga/saga-due.ts';
import type { SagaMove } from '../core/saga/saga-move.ts';
import { type SagaState, isEnded } from '../core/saga/saga-state.ts';
import { startSaga } from '../core/saga/start-saga.ts';
import { commandAwaiting, decisionDraft, storyMessage } from './story-message.ts';
import type { Expected, SagaStory, StoryBeginning, StoryEvent, ToldStory } from './story-script.ts';

/** When every story begins. */
export const storyBegins: number = Date.UTC(2026, 0, 1);

/**
 * Tells the story of a saga in memory, under a clock of its own: `sagaStory(fulfilment).given(OrderPlaced.of(order))`,
 * then what it is expected to send, what it is answered, how long nothing happens, and how it ends.
 */
export function sagaStory(definition: SagaDefinition): StoryBeginning {
  return {
    given(start) {
      const key = start.type.keyOf(start.data);
      const told: Told = { definition, start, key, now: storyBegins, events: [], sent: [], last: [], messages: 0 };
      const of = { definition, key, input: start.data };
      return storyOf(moving(told, startSaga({ ...of, now: told.now })));
    },
  };
}

interface Told extends Omit<ToldStory, 'state'> {
  readonly key: string;
  readonly now: number;
  /** What the last thing that happened made the saga send. */
  readonly last: readonly Draft[];
  /** Messages that arrived. */
  readonly messages: number;
}

type Standing = Told & { readonly state: SagaState };

function storyOf(told: Standing): SagaStory {
  const expects = (messages: readonly Expected[]): void => {
    assert.deepEqual(told.last.map(shown(messages)), messages.map(expected), 'the saga must send what is expected');
  };
  return {
    expects(...messages) {
      expects(messages);
      return storyOf(told);
    },
    when(...messages) {
      return storyOf(messages.reduce(arriving, { ...told, last: [] }));
    },
    decides(step, decided) {
      const draft = decisionDraft(told.definition, told, { step, ...decided });
      return storyOf(answered(happening({ ...told, last: [] }, { kind: 'decision', step, decided }), draft));
    },
    after(duration) {
      const milliseconds = durationSeconds(duration) * 1000;
      const until = told.now + milliseconds;
      return storyOf(passing(happening({ ...told, last: [] }, { kind: 'time', milliseconds }), until));
    },
    ignores(draft, reason) {
      const transition = answerSaga({ ...told, input: told.start.data, message: storyMessage(draft, 'stranger', 'x') });
      assert.match(transition.kind === 'ignored' ? transition.reason : 'it was not ignored', reason);
      return storyOf(happening(told, { kind: 'stranger', draft }));
    },
    is(status) {
      assert.equal(told.state.status, status);
      return storyOf(told);
    },
    ends(status, ...messages) {
      expects(messages);
      assert.equal(told.state.status, status);
      assert.ok(isEnded(told.state), `a saga that is ${status} has not ended`);
      const { definition, start, events, sent, state } = told;
      return { definition, start, events, sent, state };
    },
  };
}

function arriving(told: Standing, draft: Draft): Standing {
  const causationid = commandAwaiting(told.definition, told.state, draft.type.name);
  return answered(happening(told, { kind: 'message', draft }), draft, causationid);
}

/** Timers run out one after another, each at its time, as far as time passes. */
function passing(told: Standing, until: number): Standing {
  const { definition, key, state } = told;
  const due = nextDueAt(state);
  if (due === undefined || due > until) {
    return { ...told, now: until };
  }
  const timer = timersOf(state).find(({ dueAt }) => dueAt === due);
  const { timerDue } = sagaMessages(definition.name);
  const draft = timerDue.of({ key, step: timer?.step ?? '', generation: timer?.generation ?? 0 });
  return passing(answered({ ...told, now: Math.max(told.now, due) }, draft), until);
}

function answered(told: Standing, draft: Draft, causationid?: string): Standing {
  const message: Envelope = storyMessage(draft, `message-${told.messages}`, causationid);
  const transition = answerSaga({ ...told, input: told.start.data, message });
  assert.ok(
    transition.kind === 'moved',
    `${draft.type.name} must move the saga, but: ${transition.kind === 'ignored' ? transition.reason : ''}`,
  );
  return moving(told, transition);
}

function happening(told: Standing, event: StoryEvent): Standing {
  return { ...told, events: [...told.events, event] };
}

/** Sends what a move sends, and gives commands their ids. */
function moving(told: Told, { state, sends }: SagaMove): Standing {
  const ids = new Map<number, string>();
  const sent = sends.flatMap((send): readonly Draft[] => {
    switch (send.kind) {
      case 'command':
        ids.set(send.generation, `command-${told.messages}-${send.generation}`);
        return [send.draft];
      case 'message':
        return [send.draft];
      case 'approval':
        return [send.draftOf({ token: `token of ${send.step}`, expiresAt: send.expiresAt })];
      case 'timer':
        return [];
    }
  });
  const pending = state.pending.map((one) => {
    const id = ids.get(one.generation);
    return id === undefined ? one : { ...one, commandIds: [...one.commandIds, id] };
  });
  return {
    ...told,
    messages: told.messages + 1,
    sent: [...told.sent, ...sent],
    last: [...told.last, ...sent],
    state: { ...state, pending },
  };
}

/** Data is compared only where it is expected. */
function shown(messages: readonly Expected[]): (draft: Draft, index: number) => unknown {
  return ({ type, data }, index) => {
    const message = messages[index];
    return message !== undefined && 'data' in message ? { type: type.name, data } : { type: type.name };
  };
}

function expected(message: Expected): unknown {
  return 'data' in message ? { type: message.type.name, data: message.data } : { type: message.name };
}
