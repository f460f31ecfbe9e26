import type { ItemStore } from '../../lambdas/core/ports/item-store.ts';
import { createEventIndexer } from '../../lambdas/core/event-index/event-indexer.ts';
import type { Clock } from '../../lambdas/core/ports/clock.ts';
import type { Telemetry } from '../../lambdas/core/ports/telemetry.ts';
import { atOnce } from './at-once.ts';
import type { EmbeddedStream } from './embedded-stream.ts';
import type { EmbeddedTask } from './embedded-task.ts';

/** What the indexer of one process works with. */
export interface EmbeddedIndexParts {
  /** The event table. */
  readonly items: ItemStore;
  readonly stream: EmbeddedStream;
  /** The index's table. */
  readonly index: ItemStore;
  readonly categories: readonly string[];
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

/** Changes that are indexed together while more of them come: the fewer pages, the less each event costs. */
const portion = 5000;

/** Turns between two looks at how many there are. */
const turnsAtOnce = 20;

/** The table's stream into the index: in large portions while the pipeline works, and what is left once nothing is added. */
export function embeddedIndex(parts: EmbeddedIndexParts): EmbeddedTask {
  const { clock, items: source, index: items, stream, categories, telemetry } = parts;
  const indexer = createEventIndexer({ source, items, categories, clock, telemetry, backoff: atOnce });
  const reader = stream.reader();
  let waited = 0;
  let turns = 0;
  return {
    turn: async () => {
      turns += 1;
      if (turns % turnsAtOnce !== 0) {
        return false;
      }
      const changes = reader.next(portion);
      const last = changes.at(-1);
      const settled = changes.length === portion || changes.length === waited;
      waited = changes.length;
      if (last === undefined || !settled) {
        return false;
      }
      const { failedFrom } = await indexer.index(changes);
      reader.continueAfter(failedFrom === undefined ? Number(last.sequence) : Number(failedFrom) - 1);
      waited = 0;
      return true;
    },
    wakesAt: () => Promise.resolve(reader.next(1).length === 0 ? undefined : clock.now()),
  };
}
