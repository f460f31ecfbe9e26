import type { Envelope } from '../../contracts/events/envelope.ts';
import type { EventType } from '../../contracts/events/event-type.ts';
import type { Consumer } from '../consume/consumer.ts';
import { type Outcome, duplicate, ok, retry } from '../consume/outcome.ts';
import type { MessageWriter } from '../outbox/message-writer.ts';
import type { OutboxDispatch } from '../outbox/outbox-dispatch.ts';
import { outgoingMessage } from '../outbox/outgoing-message.ts';
import type { Spill } from '../payload/spill.ts';
import type { PayloadSource } from '../payload/whole-envelope.ts';
import type { Clock } from '../ports/clock.ts';
import type { ItemKey, ItemStore } from '../ports/item-store.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import type { OutboxChange } from '../unit-of-work/outbox-change.ts';
import { type CommitResult, createUnitOfWork } from '../unit-of-work/unit-of-work.ts';
import type { SagaDefinition } from './saga-definition.ts';
import type { SagaState } from './saga-state.ts';
import { type SagaMove, answerSaga, startSaga } from './saga-transition.ts';
import { type SagaInput, change, creation, sagaKey, storedSaga } from './stored-saga.ts';

/** What runs a saga as a consumer. */
export interface SagaConsumerOptions {
  readonly name: string;
  readonly definition: SagaDefinition;
  /** First word of the partitions its items live in; the store its consumer declares. */
  readonly store: string;
  readonly items: ItemStore;
  readonly writer: MessageWriter;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** Puts aside what is too long for the saga's item or the home of a command. @default nothing is put aside */
  readonly spill?: Spill;
  /** Publishes commands at once when they are committed. @default the relay does */
  readonly dispatch?: OutboxDispatch;
  /** Where inputs lie that were put aside. @default such a saga cannot be read */
  readonly payloads?: PayloadSource;
}

/**
 * Runs a saga: its start is one write, each reply one read and one write that holds state, history and next command.
 *
 * A second start of the same key, and a late, duplicate, early or unknown reply change nothing and leave a trace.
 */
export function createSagaConsumer(options: SagaConsumerOptions): Consumer {
  const { definition, store } = options;
  return {
    name: options.name,
    handles: messagesOf(definition),
    async handle(message) {
      const key = sagaKey(store, message.subject);
      return message.type === definition.startedBy.name ? start(options, key, message) : answer(options, key, message);
    },
  };
}

/** Every message a saga can receive, each type once. */
export function messagesOf({ startedBy, steps }: SagaDefinition): readonly EventType[] {
  const replies = steps.flatMap(({ ok: done, refused, undo }) => [done, refused, undo?.done, undo?.failed]);
  return [...new Set([startedBy, ...replies.filter((type) => type !== undefined)])];
}

async function start(options: SagaConsumerOptions, key: ItemKey, message: Envelope): Promise<Outcome> {
  const sent = written(options, startSaga(options.definition, message.data), message);
  const input = await inputOf(options, message);
  const result = await committed(options, creation(options.definition, key, { input, ...sent }));
  return result.ok ? ok() : duplicate();
}

async function answer(options: SagaConsumerOptions, key: ItemKey, message: Envelope): Promise<Outcome> {
  const item = await options.items.get(key);
  if (item === undefined) {
    return ignored(options, message, 'no saga has this key');
  }
  const saga = await storedSaga(options.definition, item, options.payloads);
  const turn = { definition: options.definition, input: saga.input, state: saga.state, message };
  const moved = answerSaga({ ...turn, now: options.clock.now() });
  if (moved.kind === 'ignored') {
    return ignored(options, message, moved.reason);
  }
  const result = await committed(options, change(key, saga, written(options, moved, message)));
  return result.ok ? ok() : retry('saga changed meanwhile', 0);
}

/** Gives the next command its id, and has the state wait for the reply to that very command. */
function written(
  { writer }: SagaConsumerOptions,
  { state, send }: SagaMove,
  cause: Envelope,
): { readonly state: SagaState; readonly messages: readonly OutgoingMessage[] } {
  if (send === undefined) {
    return { state, messages: [] };
  }
  const command = writer.write(send, cause);
  const waiting = state.waiting === undefined ? {} : { waiting: { ...state.waiting, commandId: command.id } };
  return { state: { ...state, ...waiting }, messages: [outgoingMessage(command)] };
}

function committed(options: SagaConsumerOptions, made: OutboxChange): Promise<CommitResult> {
  const unit = createUnitOfWork(options);
  unit.change(made);
  return unit.commit();
}

async function inputOf({ spill }: SagaConsumerOptions, { id, data }: Envelope): Promise<SagaInput> {
  const input = JSON.stringify(data);
  const inputRef = await spill?.aside(id, input);
  return inputRef === undefined ? { input } : { inputRef };
}

function ignored({ telemetry }: SagaConsumerOptions, message: Envelope, reason: string): Outcome {
  telemetry.count('RepliesIgnored', 1);
  telemetry.warn('reply ignored', { type: message.type, messageId: message.id, key: message.subject, reason });
  return duplicate();
}
