import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { outboxAdded, outboxCreated } from '../outbox/outbox-commit.ts';
import type { Item, ItemKey, Write } from '../ports/item-store.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import type { SagaDefinition } from './saga-definition.ts';
import { SagaState } from './saga-state.ts';

/** A saga as it is kept: its version grows with every change, its input never changes. */
export interface StoredSaga {
  readonly version: number;
  readonly input: unknown;
  readonly state: SagaState;
}

/** Where the saga of some key lives. */
export function sagaKey(store: string, key: string): ItemKey {
  return { partition: `${store}-${key}`, sort: 'saga' };
}

/**
 * Reads a saga item.
 *
 * @throws PipelineError `saga-definition-unknown` when it was started by another definition or version: a running
 * saga must finish on the steps it began with.
 */
export function storedSaga(definition: SagaDefinition, item: Item): StoredSaga {
  const { version, definition: name, definitionVersion, input, inputVersion, state } = item.attributes;
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
    input: definition.startedBy.parse(parsed(input), inputVersion),
    state: SagaState.parse(parsed(state)),
  };
}

/** The first write of a saga: refused when its key has one. */
export function creation(
  definition: SagaDefinition,
  key: ItemKey,
  saga: { readonly input: unknown; readonly state: SagaState; readonly messages: readonly OutgoingMessage[] },
): Write {
  return {
    kind: 'put',
    key,
    attributes: {
      version: 1,
      definition: definition.name,
      definitionVersion: definition.version,
      status: saga.state.status,
      input: JSON.stringify(saga.input),
      inputVersion: definition.startedBy.version,
      state: JSON.stringify(saga.state),
      ...outboxCreated({ key, version: 1, messages: saga.messages }),
    },
    when: [{ item: 'absent' }],
  };
}

/** A later write of a saga: refused when it moved on since `from`. */
export function change(
  key: ItemKey,
  from: StoredSaga,
  next: { readonly state: SagaState; readonly messages: readonly OutgoingMessage[] },
): Write {
  const version = from.version + 1;
  const outbox = outboxAdded({ key, version, messages: next.messages });
  return {
    kind: 'update',
    key,
    set: {
      version,
      status: next.state.status,
      state: JSON.stringify(next.state),
      ...outbox.set,
    },
    setIfAbsent: outbox.setIfAbsent,
    when: [{ attribute: 'version', is: 'equal', value: from.version }],
  };
}

function parsed(text: unknown): unknown {
  return typeof text === 'string' ? (JSON.parse(text) as unknown) : undefined;
}
