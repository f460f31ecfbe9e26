import type { MemoryItemStore } from '../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { coreOrders } from '../../lambdas/contracts/orders/core-orders.ts';
import type { PayloadSource } from '../../lambdas/core/payload/whole-envelope.ts';
import type { Clock } from '../../lambdas/core/ports/clock.ts';
import type { Telemetry } from '../../lambdas/core/ports/telemetry.ts';
import { embeddedIndex } from './embedded-index.ts';
import { embeddedProjections } from './embedded-projections.ts';
import type { EmbeddedStream } from './embedded-stream.ts';
import type { EmbeddedTask } from './embedded-task.ts';

/** What indexing and projecting in one process work with. */
export interface EmbeddedIndexingParts {
  /** The event table. */
  readonly items: MemoryItemStore;
  readonly stream: EmbeddedStream;
  /** The index's table. */
  readonly index: MemoryItemStore;
  readonly clock: Clock;
  readonly payloads: PayloadSource;
  readonly telemetryOf: (name: 'indexer' | 'projector') => Telemetry;
}

/** What indexes and projects, as the definition has it; nothing where it has no index. */
export function embeddedIndexing({ telemetryOf, ...parts }: EmbeddedIndexingParts): readonly EmbeddedTask[] {
  const { eventIndex } = coreOrders;
  return eventIndex === undefined
    ? []
    : [
        embeddedIndex({ ...parts, categories: eventIndex.categories, telemetry: telemetryOf('indexer') }),
        embeddedProjections({ ...parts, telemetry: telemetryOf('projector') }),
      ];
}
