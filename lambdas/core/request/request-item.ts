import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { Envelope } from '../../contracts/events/envelope.ts';
import type { Cause } from '../outbox/message-writer.ts';
import type { Attributes, Item, ItemKey, ItemValue, Put, Update } from '../ports/item-store.ts';
import type { SagaState } from '../saga/saga-state.ts';
import { dueAttributes, dueShardOf } from '../saga/timers/due-shard.ts';

/** The step by which the timer of a request is named. */
export const requestStep = 'reply';

/** The generation of that timer: a request waits once. */
export const requestGeneration = 1;

/** A request as it is stored. */
export interface StoredRequest {
  readonly key: ItemKey;
  /** When it is waited for no longer, in milliseconds since the epoch; undefined once it is settled. */
  readonly dueAt: number | undefined;
  /** The data of the message that led to it. */
  readonly asked: unknown;
  readonly correlationid: string;
}

/** Where the request lives to which the message with some id led. */
export function requestKey(store: string, askedId: string): ItemKey {
  return { partition: `${store}-${askedId}`, sort: 'request' };
}

/** The write that records a request, once for each message that leads to it. */
export function requestCreation(
  key: ItemKey,
  { name, dueAt, message }: { readonly name: string; readonly dueAt: number; readonly message: Envelope },
): Put {
  const state: SagaState = { ...waiting, pending: [{ ...pending, commandIds: [], dueAt }] };
  const attributes: Attributes = {
    version: 1,
    // What sweeps the timers of sagas reads these two, and so serves requests as well.
    definition: name,
    state: JSON.stringify(state),
    asked: JSON.stringify(message.data),
    correlationid: message.correlationid,
    [dueAttributes.shard]: dueShardOf(key.partition),
    [dueAttributes.at]: dueAt,
  };
  return { kind: 'put', key, attributes, when: [{ item: 'absent' }] };
}

/** The write that settles a request: only the first one of all that try succeeds. */
export function requestSettled(key: ItemKey, settledBy: string): Update {
  return {
    kind: 'update',
    key,
    set: { version: 2, settledBy, state: JSON.stringify({ ...waiting, status: 'completed' } satisfies SagaState) },
    remove: [dueAttributes.shard, dueAttributes.at],
    when: [{ attribute: 'version', is: 'equal', value: 1 }],
  };
}

/** A request out of its item. */
export function storedRequest({ key, attributes }: Item): StoredRequest {
  const { asked, correlationid, [dueAttributes.at]: dueAt } = attributes;
  return {
    key,
    dueAt: typeof dueAt === 'number' ? dueAt : undefined,
    asked: JSON.parse(textOf(asked)) as unknown,
    correlationid: textOf(correlationid),
  };
}

function textOf(value: ItemValue | undefined): string {
  if (typeof value !== 'string') {
    throw new PipelineError(`a request must say what was asked and why, got ${typeof value}`, {
      code: 'input-invalid',
    });
  }
  return value;
}

/** The cause of what follows from a request: the message that settles it, in the chain of what led to it. */
export function causeOfSettlement(message: Envelope, { correlationid }: StoredRequest): Cause {
  const { id, traceparent } = message;
  return { id, correlationid, ...(traceparent === undefined ? {} : { traceparent }) };
}

const pending = { step: requestStep, direction: 'run', attempt: 1, generation: requestGeneration } as const;

const waiting: SagaState = {
  status: 'running',
  pending: [],
  generation: requestGeneration,
  started: [],
  refused: [],
  undone: [],
  results: {},
  run: 1,
};
