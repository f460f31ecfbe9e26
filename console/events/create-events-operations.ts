import { silentTelemetry } from '../../lambdas/adapters/telemetry/silent-telemetry.ts';
import type { EventType } from '../../lambdas/contracts/events/event-type.ts';
import { auditIndex } from '../../lambdas/core/event-index/audit-index.ts';
import { createEventIndexer } from '../../lambdas/core/event-index/event-indexer.ts';
import { createIndexReader } from '../../lambdas/core/event-index/index-reader.ts';
import type { Backoff } from '../../lambdas/core/ports/backoff.ts';
import type { IdSource } from '../../lambdas/core/ports/id-source.ts';
import type { ItemScan } from '../../lambdas/core/ports/item-scan.ts';
import type { ItemStore } from '../../lambdas/core/ports/item-store.ts';
import { createPersonalMask } from '../../lambdas/core/privacy/personal-mask.ts';
import type { AnyProjection } from '../../lambdas/core/projection/generation.ts';
import { createProjector } from '../../lambdas/core/projection/projector.ts';
import { rebuild } from '../../lambdas/core/projection/rebuild.ts';
import type { EventsOperations } from './events-operations.ts';

/** What operations on events are made of. */
export interface EventsParts extends Pick<EventsOperations, 'payloads' | 'clock' | 'sleep' | 'close'> {
  /** Streams that are indexed, by the first word of their name. */
  readonly categories: readonly string[];
  readonly projections: readonly AnyProjection[];
  /** Types whose personal fields are hidden. */
  readonly types: readonly EventType[];
  /** The table of the streams. */
  readonly items: ItemStore;
  /** The index's table. */
  readonly indexItems: ItemStore;
  /** Looks through the table of the streams. */
  readonly scan: ItemScan;
  readonly ids: IdSource;
  readonly backoff: Backoff;
}

/** Joins the events of a pipeline with what operators do about them. */
export function createEventsOperations(parts: EventsParts): EventsOperations {
  const { items, indexItems, scan, categories, projections, payloads, clock, ids, backoff } = parts;
  const indexer = createEventIndexer({
    ...{ items: indexItems, source: items, categories, clock, backoff, telemetry: silentTelemetry },
  });
  const dependencies = {
    ...{ items: indexItems, projections, clock, ids, backoff, telemetry: silentTelemetry },
    ...(payloads && { payloads }),
  };
  return {
    ...{ items, payloads, clock, sleep: parts.sleep, close: parts.close },
    index: createIndexReader({ items: indexItems }),
    audit: () => auditIndex({ scan, items: indexItems, categories }),
    reindex: (stream) => indexer.reindexStream(stream),
    projections: projections.map(({ name }) => name),
    projector: createProjector(dependencies),
    rebuild: (request) => rebuild(dependencies, request),
    mask: createPersonalMask(parts.types),
  };
}
