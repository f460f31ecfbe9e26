import type { SagaOperations } from '../../lambdas/core/saga/operations/saga-operations.ts';
import type { Clock } from '../../lambdas/core/ports/clock.ts';
import type { ItemIndex } from '../../lambdas/core/ports/item-index.ts';
import type { ItemScan } from '../../lambdas/core/ports/item-scan.ts';
import type { ItemStore } from '../../lambdas/core/ports/item-store.ts';

/** The sagas of one definition, and what an operator can do to them. */
export interface OperatedSaga {
  /** Of the definition. */
  readonly name: string;
  /** First word of the partitions that its items live in. */
  readonly store: string;
  readonly operations: SagaOperations;
}

/** Everything that an operator's commands on sagas work on. */
export interface Sagas {
  readonly all: readonly OperatedSaga[];
  readonly items: Pick<ItemStore, 'get'>;
  /** The index of due and stuck sagas. */
  readonly index: ItemIndex;
  readonly scan: ItemScan;
  readonly clock: Clock;
  readonly close: () => Promise<void>;
}
