import type { MemoryItemStore } from '../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { uuidSource } from '../../lambdas/adapters/system/uuid-source.ts';
import type { PayloadSource } from '../../lambdas/core/payload/whole-envelope.ts';
import type { Clock } from '../../lambdas/core/ports/clock.ts';
import type { Telemetry } from '../../lambdas/core/ports/telemetry.ts';
import { pagePrefix } from '../../lambdas/core/event-index/index-page.ts';
import { createProjector } from '../../lambdas/core/projection/projector.ts';
import { ordersProjections } from '../../lambdas/projections/orders/orders-projections.ts';
import { type StreamReader, embeddedStream } from './embedded-stream.ts';
import type { EmbeddedTask } from './embedded-task.ts';

/** What the projections of one process work with. */
export interface EmbeddedProjectionsParts {
  /** The index's table; nothing else reads its stream. */
  readonly index: MemoryItemStore;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly payloads: PayloadSource;
}

/** Pages that are waited for while more of them come: a run costs requests, however little it finds. */
const portion = 200;

/** Milliseconds that a run may last. */
const runMs = 60_000;

/** The index's stream into the projections, as its waking of the function does it. */
export function embeddedProjections(parts: EmbeddedProjectionsParts): EmbeddedTask {
  const { index: items, clock } = parts;
  const projector = createProjector({ ...parts, items, ids: uuidSource, projections: ordersProjections });
  const reader = embeddedStream(items).reader();
  let pages = 0;
  return {
    turn: async () => {
      const added = newPages(reader);
      pages += added;
      if (pages === 0 || (added > 0 && pages < portion)) {
        return false;
      }
      pages = 0;
      await projector.run({ deadline: clock.now() + runMs });
      return true;
    },
    wakesAt: () => Promise.resolve(pages === 0 ? undefined : clock.now()),
  };
}

/** Counts the pages that were written; a run of the projections itself changes only other items. */
function newPages(reader: StreamReader): number {
  let pages = 0;
  for (let changes = reader.next(changesAtOnce); changes.length > 0; changes = reader.next(changesAtOnce)) {
    pages += changes.filter(({ key }) => key.sort.startsWith(pagePrefix)).length;
    reader.continueAfter(Number(changes.at(-1)?.sequence ?? 0));
  }
  return pages;
}

const changesAtOnce = 1000;
