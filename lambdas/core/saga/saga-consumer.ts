import type { Envelope } from '../../contracts/events/envelope.ts';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { Consumer } from '../consume/consumer.ts';
import { type Outcome, duplicate, ok, retry } from '../consume/outcome.ts';
import type { OutboxDispatch } from '../outbox/outbox-dispatch.ts';
import type { Spill } from '../payload/spill.ts';
import type { PayloadSource } from '../payload/whole-envelope.ts';
import type { Clock } from '../ports/clock.ts';
import type { ItemStore } from '../ports/item-store.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import { createUnitOfWork } from '../unit-of-work/unit-of-work.ts';
import { answerSaga } from './answer-saga.ts';
import { messagesOf } from './handled-messages.ts';
import { creation, sagaChange } from './saga-change.ts';
import type { SagaDefinition } from './saga-definition.ts';
import { SagaStatus, isEnded } from './saga-state.ts';
import { startSaga } from './start-saga.ts';
import { type SagaInput, sagaKey, storedSaga } from './stored-saga.ts';
import { type MoveWriterDependencies, causeOf, writtenMove } from './write-move.ts';

/** What runs a saga as a consumer. */
export interface SagaConsumerOptions extends MoveWriterDependencies {
  readonly name: string;
  /**
   * The definition on which sagas begin, and then older ones on which some still run; where they are started by
   * different messages, each message begins the newest one that it starts.
   *
   * A saga of a version that is missing here is refused, unless the newest definition migrates it.
   */
  readonly definitions: readonly SagaDefinition[];
  /** First word of the partitions its items live in; the store its consumer declares. */
  readonly store: string;
  readonly items: ItemStore;
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
 * Runs a saga: its start is one write, each message one read and one write that holds state, history and all it sends;
 * a transaction of two items each time 32 KiB of history are calved off.
 *
 * A second start of the same key, and a late, duplicate, early or unknown message change nothing and leave a trace.
 *
 * @throws PipelineError `definition-invalid` unless the definitions are versions of one saga.
 */
export function createSagaConsumer(options: SagaConsumerOptions): Consumer {
  const { definitions } = options;
  refuseStrangers(definitions);
  return {
    name: options.name,
    handles: messagesOf(...definitions),
    handle: (message) => {
      const started = definitions.find(({ startedBy }) => startedBy.name === message.type);
      return started === undefined ? answer(options, message) : start(options, started, message);
    },
  };
}

function refuseStrangers(definitions: readonly SagaDefinition[]): void {
  const [newest, ...older] = definitions;
  const versions = new Set(definitions.map(({ version }) => version));
  if (newest === undefined || older.some(({ name }) => name !== newest.name) || versions.size < definitions.length) {
    const got = definitions.map(({ name, version }) => `"${name}" version ${version}`).join(', ') || 'none';
    throw new PipelineError(`definitions must be different versions of one saga, got ${got}`, {
      code: 'definition-invalid',
    });
  }
}

async function start(options: SagaConsumerOptions, definition: SagaDefinition, message: Envelope): Promise<Outcome> {
  const { store, clock } = options;
  const { subject: key, correlationid: correlationId } = message;
  const itemKey = sagaKey(store, key);
  const now = clock.now();
  const move = startSaga({ definition, key, input: message.data, now });
  const origin = { definition, key, partition: itemKey.partition, cause: message };
  const written = await writtenMove(options, origin, move);
  const input = await inputOf(options, message);
  const begun = { at: now, message: message.type, messageId: message.id };
  const unit = createUnitOfWork(options);
  unit.change(creation(definition, itemKey, { ...written, input, correlationId, begun }));
  const result = await unit.commit();
  // What starts one version may be awaited by a step of another, on which the saga runs.
  return result.ok ? ok() : answer(options, message);
}

async function answer(options: SagaConsumerOptions, message: Envelope): Promise<Outcome> {
  const { store, items, clock, definitions, payloads } = options;
  const key = message.subject;
  const item = await items.get(sagaKey(store, key));
  if (item === undefined) {
    return ignored(options, message, 'no saga has this key');
  }
  // What comes late must not need a definition that went with its last saga.
  const status = SagaStatus.safeParse(item.attributes['status']);
  if (status.success && isEnded({ status: status.data })) {
    return ignored(options, message, `saga has ended ${status.data}`);
  }
  const saga = await storedSaga(definitions, item, payloads);
  const { definition, input, state } = saga;
  const move = answerSaga({ definition, key, input, state, now: clock.now(), message });
  if (move.kind === 'ignored') {
    return ignored(options, message, move.reason);
  }
  const cause = causeOf(message, saga.correlationId);
  const origin = { definition, key, partition: item.key.partition, cause };
  const written = await writtenMove(options, origin, move);
  const { change, calved } = sagaChange(saga, { ...written, history: move.history });
  const unit = createUnitOfWork(options);
  unit.change(change);
  unit.add(...calved);
  const result = await unit.commit();
  return result.ok ? ok() : retry('saga changed meanwhile', 0);
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
