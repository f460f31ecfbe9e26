import type { Spill } from '../../payload/spill.ts';
import type { PayloadSource } from '../../payload/whole-envelope.ts';
import type { Clock } from '../../ports/clock.ts';
import type { IdSource } from '../../ports/id-source.ts';
import type { ItemStore } from '../../ports/item-store.ts';
import type { SagaDefinition } from '../saga-definition.ts';
import type { MoveWriterDependencies } from '../write-move.ts';

/** What operations on the sagas of one store work with. */
export interface SagaOperationsDependencies extends MoveWriterDependencies {
  /** The definitions that the consumer of the sagas is given, newest first. */
  readonly definitions: readonly SagaDefinition[];
  /** First word of the partitions that their items live in. */
  readonly store: string;
  readonly items: ItemStore;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Where inputs lie that were put aside. @default such a saga can be given no order */
  readonly payloads?: PayloadSource;
  /** Puts aside what is too long. @default nothing is put aside */
  readonly spill?: Spill;
}
