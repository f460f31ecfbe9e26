import type { Consumer } from '../../../../lambdas/core/consume/consumer.ts';
import type { Clock } from '../../../../lambdas/core/ports/clock.ts';
import type { ItemStore } from '../../../../lambdas/core/ports/item-store.ts';
import type { SagaDefinition } from '../../../../lambdas/core/saga/saga-definition.ts';
import type { StageMutation } from '../../mutants/stage-mutation.ts';

/** Replaces one part of the voyages by a broken one. */
export interface VoyageMutation extends StageMutation {
  /** The definitions that a process is deployed with, newest first. */
  readonly definitions?: (definitions: readonly SagaDefinition[]) => readonly SagaDefinition[];
  /** What runs the saga. */
  readonly saga?: (consumer: Consumer, world: { readonly items: ItemStore; readonly clock: Clock }) => Consumer;
  /** The time as sagas and timer sweepers see it. */
  readonly clock?: (clock: Clock) => Clock;
}
