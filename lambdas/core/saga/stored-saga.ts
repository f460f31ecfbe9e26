import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { outboxAttribute, waitingIn } from '../outbox/outbox-entries.ts';
import type { PayloadSource } from '../payload/whole-envelope.ts';
import type { Attributes, Item, ItemKey } from '../ports/item-store.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import type { OutboxChange } from '../unit-of-work/outbox-change.ts';
import type { SagaDefinition } from './saga-definition.ts';
import { SagaState } from './saga-state.ts';

/** A saga as it is kept: its version grows with every change, its input never changes. */
export interface StoredSaga {
  readonly version: number;
  readonly input: unknown;
  readonly state: SagaState;
  /** As it was read. */
  readonly item: Item;
}

/** The serialised input of a saga as its item keeps it: in itself, or where it was put aside. */
export type SagaInput = { readonly input: string } | { readonly inputRef: string };

/** Where the saga of some key lives. */
export function sagaKey(store: string, key: string): ItemKey {
  return { partition: `${store}-${key}`, sort: 'saga' };
}

/**
 * Reads a saga item, and its input from the store of payloads if that was put aside.
 *
 * @throws PipelineError `saga-definition-unknown` when it was started by another definition or version: a running
 * saga must finish on the steps it began with.
 */
export async function storedSaga(definition: SagaDefinition, item: Item, payloads: PayloadSource): Promise<StoredSaga> {
  const { version, definition: name, definitionVersion, inputVersion, state } = item.attributes;
  if (name !== definition.name || definitionVersion !== definition.version) {
    const found = JSON.stringify([name, definitionVersion]);
    throw new PipelineError(`saga must be of "${definition.name}" version ${definition.version}, got ${found}`, {
      code: 'saga-definition-unknown',
    });
  }
  if (typeof version !== 'number' || typeof inputVersion !== 'number') {
    throw new PipelineError('a saga must have a version and an input version', { code: 'saga-definition-unknown' });
  }
  return {
    version,
    item,
    input: definition.startedBy.parse(parsed(await inputOf(item, payloads)), inputVersion),
    state: SagaState.parse(parsed(state)),
  };
}

/** The first change of a saga: refused when its key has one. */
export function creation(
  definition: SagaDefinition,
  key: ItemKey,
  saga: { readonly input: SagaInput; readonly state: SagaState; readonly messages: readonly OutgoingMessage[] },
): OutboxChange {
  const attributes = {
    version: 1,
    definition: definition.name,
    definitionVersion: definition.version,
    status: saga.state.status,
    ...saga.input,
    inputVersion: definition.startedBy.version,
    state: JSON.stringify(saga.state),
  };
  return {
    write: { kind: 'put', key, attributes, when: [{ item: 'absent' }] },
    version: 1,
    messages: saga.messages,
  };
}

/** A later change of a saga: refused when it moved on since `from`. */
export function change(
  key: ItemKey,
  from: StoredSaga,
  next: { readonly state: SagaState; readonly messages: readonly OutgoingMessage[] },
): OutboxChange {
  const version = from.version + 1;
  const set = { version, status: next.state.status, state: JSON.stringify(next.state) };
  const when = [{ attribute: 'version', is: 'equal', value: from.version } as const];
  return {
    write: { kind: 'update', key, set, when },
    version,
    messages: next.messages,
    holds: { ...besideOutbox(from.item), ...set },
    waiting: waitingIn(from.item),
  };
}

function besideOutbox({ attributes }: Item): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => name !== outboxAttribute));
}

async function inputOf({ attributes }: Item, payloads: PayloadSource): Promise<unknown> {
  const { input, inputRef } = attributes;
  if (typeof inputRef !== 'string') {
    return input;
  }
  if (payloads === undefined) {
    throw new PipelineError('input that is kept elsewhere needs a store of payloads, got none', {
      code: 'payload-missing',
    });
  }
  return payloads.get(inputRef);
}

function parsed(text: unknown): unknown {
  return typeof text === 'string' ? (JSON.parse(text) as unknown) : undefined;
}
