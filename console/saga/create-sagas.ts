import type { PipelineDefinition } from '../../lambdas/contracts/definition/pipeline-definition.ts';
import { createMessageWriter } from '../../lambdas/core/outbox/message-writer.ts';
import type { ItemStore } from '../../lambdas/core/ports/item-store.ts';
import type { SagaOperationsDependencies } from '../../lambdas/core/saga/operations/saga-operations-dependencies.ts';
import { createSagaOperations } from '../../lambdas/core/saga/operations/saga-operations.ts';
import type { DeclaredSaga } from './declared-sagas.ts';
import type { Sagas } from './sagas.ts';

/** What sagas are made of. */
export interface SagasParts
  extends Omit<Sagas, 'all' | 'items'>, Pick<SagaOperationsDependencies, 'ids' | 'payloads' | 'spill' | 'signer'> {
  readonly definition: PipelineDefinition;
  readonly declared: readonly DeclaredSaga[];
  readonly items: ItemStore;
}

/** Joins the sagas of a pipeline with what operators do to them. */
export function createSagas(parts: SagasParts): Sagas {
  const { items, index, scan, clock, close, declared } = parts;
  return {
    ...{ items, index, scan, clock, close },
    all: declared.map((saga) => ({
      name: saga.definitions[0].name,
      store: saga.store,
      operations: createSagaOperations(dependenciesOf(parts, saga)),
    })),
  };
}

/** What an operator sends comes from the consumer of the saga, as everything that the saga sends. */
function dependenciesOf(parts: SagasParts, { consumer, store, definitions }: DeclaredSaga): SagaOperationsDependencies {
  const { definition, items, clock, ids, payloads, spill, signer } = parts;
  return {
    ...{ definitions, store, items, clock, ids },
    writer: createMessageWriter({ ids, clock, source: `/${definition.name}/${consumer}` }),
    publishes: definition.consumers[consumer]?.publishes ?? [],
    ...(payloads && { payloads }),
    ...(spill && { spill }),
    ...(signer && { signer }),
  };
}
