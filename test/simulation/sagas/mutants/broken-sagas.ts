import { sagaMessages } from '../../../../lambdas/contracts/sagas/saga-messages.ts';
import type { Attributes, Item, ItemStore, Update } from '../../../../lambdas/core/ports/item-store.ts';
import type { CommandStep, SagaDefinition } from '../../../../lambdas/core/saga/saga-definition.ts';
import { SagaState } from '../../../../lambdas/core/saga/saga-state.ts';
import { sagaKey } from '../../../../lambdas/core/saga/stored-saga.ts';
import { VoyageUnwanted } from '../voyage-messages.ts';
import type { VoyageMutation } from './voyage-mutation.ts';

const { timerDue } = sagaMessages('voyage');

type Saga = NonNullable<VoyageMutation['saga']>;

/** The state of a saga is written otherwise than its transition says. */
export function writing(rewrite: (state: SagaState) => SagaState): NonNullable<VoyageMutation['items']> {
  return (items) => changingUpdates(items, (update) => ({ ...update, set: rewritten(update.set ?? {}, rewrite) }));
}

/** The updates of a saga lack something. */
export function changingUpdates(items: ItemStore, change: (update: Update) => Update): ItemStore {
  const changed: <Any extends { readonly kind: string }>(write: Any) => Any = (write) =>
    isSagaUpdate(write) ? { ...write, ...change(write) } : write;
  return {
    ...items,
    write: (write) => items.write(changed(write)),
    transact: (writes) => items.transact(writes.map(changed)),
  };
}

function isSagaUpdate(write: object): write is Update {
  const { kind, key } = write as Partial<Update>;
  return kind === 'update' && key?.sort === sagaKey('voyage', '').sort && key.partition.startsWith('voyage-');
}

function rewritten(set: Attributes, rewrite: (state: SagaState) => SagaState): Attributes {
  const { state } = set;
  if (typeof state !== 'string') {
    return set;
  }
  const next = rewrite(SagaState.parse(JSON.parse(state)));
  return { ...set, status: next.status, state: JSON.stringify(next) };
}

/** A timer acts on whatever its saga awaits first. */
export const withoutGenerations: Saga = (saga, { items }) => ({
  ...saga,
  async handle(message, context) {
    if (message.type !== timerDue.name) {
      return saga.handle(message, context);
    }
    const data = timerDue.parse(message.data, timerDue.version);
    const [first] = stateIn(await items.get(sagaKey('voyage', data.key)))?.pending ?? [];
    const meant = first === undefined ? data : { ...data, step: first.step, generation: first.generation };
    return saga.handle({ ...message, data: meant }, context);
  },
});

/** Whoever gives up a voyage in the middle of its compensation ends that. */
export const cancelsCompensation: Saga = (saga, { items }) => ({
  ...saga,
  async handle(message, context) {
    const key = sagaKey('voyage', message.subject);
    const item = message.type === VoyageUnwanted.name ? await items.get(key) : undefined;
    const state = stateIn(item);
    if (state?.status === 'compensating') {
      const version = Number(item?.attributes['version']);
      const ended: SagaState = { ...state, status: 'cancelled', pending: [] };
      const set = { version: version + 1, status: ended.status, state: JSON.stringify(ended) };
      await items.write({ kind: 'update', key, set, when: [{ attribute: 'version', is: 'equal', value: version }] });
    }
    return saga.handle(message, context);
  },
});

function stateIn(item: Item | undefined): SagaState | undefined {
  const text = item?.attributes['state'];
  return typeof text === 'string' ? SagaState.parse(JSON.parse(text)) : undefined;
}

/** Definitions whose commands are otherwise. */
export function withCommands(change: (step: CommandStep) => CommandStep): NonNullable<VoyageMutation['definitions']> {
  return (definitions) =>
    definitions.map((definition) => ({
      ...definition,
      stages: definition.stages.map((stage) => stage.map((step) => (step.kind === 'command' ? change(step) : step))),
    }));
}

/** The newest steps under every version. */
export function newestSteps(definitions: readonly SagaDefinition[]): readonly SagaDefinition[] {
  const [newest] = definitions;
  return newest === undefined ? [] : definitions.map(({ version }) => ({ ...newest, version }));
}
