import { outboxAttribute, waitingIn } from '../outbox/outbox-entries.ts';
import type { Attributes, Item, ItemKey, Put } from '../ports/item-store.ts';
import type { OutboxChange } from '../unit-of-work/outbox-change.ts';
import { dueChange } from './saga-due.ts';
import type { SagaDefinition } from './saga-definition.ts';
import { type HistoryEntry, historyChange } from './saga-history.ts';
import { type SagaInput, type StoredSaga, definitionAttributes } from './stored-saga.ts';
import type { WrittenMove } from './write-move.ts';

/** The first change of a saga: refused when its key has one. */
export function creation(
  definition: SagaDefinition,
  key: ItemKey,
  saga: WrittenMove & { readonly input: SagaInput; readonly correlationId: string; readonly begun: HistoryEntry },
): OutboxChange {
  const attributes = {
    version: 1,
    ...definitionAttributes(definition),
    status: saga.state.status,
    ...saga.input,
    inputVersion: definition.startedBy.version,
    correlationId: saga.correlationId,
    state: JSON.stringify(saga.state),
    history: historyChange({ key, attributes: {} }, 0, [saga.begun]).holds,
    ...dueChange(key, saga.state).set,
  };
  return {
    write: { kind: 'put', key, attributes, when: [{ item: 'absent' }] },
    version: 1,
    messages: saga.messages,
  };
}

/** The changes that a move of a saga makes: of its item, and of the history that it calves off, if it does. */
export interface SagaChange {
  readonly change: OutboxChange;
  readonly calved: readonly Put[];
}

/** A later change of a saga, on the definition that it was read with: refused when it moved on since then. */
export function sagaChange(
  from: StoredSaga,
  next: WrittenMove & { readonly history: readonly HistoryEntry[] },
): SagaChange {
  const { item, definition } = from;
  const version = from.version + 1;
  const due = dueChange(item.key, next.state, item.attributes);
  const history = historyChange(item, from.version, next.history);
  const migrated = item.attributes['definitionVersion'] === definition.version ? {} : definitionAttributes(definition);
  const set = { version, ...migrated, status: next.state.status, state: JSON.stringify(next.state), ...due.set };
  const change: OutboxChange = {
    write: {
      kind: 'update',
      key: item.key,
      ...history.update,
      set: { ...set, ...history.update.set },
      ...(due.remove.length > 0 && { remove: due.remove }),
      when: [{ attribute: 'version', is: 'equal', value: from.version }],
    },
    version,
    messages: next.messages,
    holds: { ...without(item, [outboxAttribute, ...due.remove]), ...set, history: history.holds },
    waiting: waitingIn(item),
  };
  return { change, calved: history.calved };
}

function without({ attributes }: Item, names: readonly string[]): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !names.includes(name)));
}
