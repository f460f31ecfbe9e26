import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { batchKey, batchPrefix, eventsOf, tipKey, tipOf } from '../event-store/tip.ts';
import type { Item, ItemStore } from '../ports/item-store.ts';
import type { StreamWork } from './stream-work.ts';

/** Batches of a stream read together; a long stream is indexed piece by piece and never held as a whole. */
export const batchesAtOnce = 64;

/** Whether the next event of a stream is at hand. */
export function isAtHand({ indexed, first, events }: StreamWork): boolean {
  return first <= indexed + 1 && indexed + 1 < first + events.length;
}

/**
 * A work with the next events of its stream at hand, read from the stream; of a long one not all.
 *
 * @throws PipelineError `stream-gap` when the stream does not hold them, or ends before the work's target.
 */
export async function withNextEvents(source: Pick<ItemStore, 'get' | 'query'>, work: StreamWork): Promise<StreamWork> {
  const { stream, indexed, target } = work;
  const tip = tipOf(await source.get(tipKey(stream)));
  if (tip.version < target) {
    throw gap(`stream must hold ${target} event(s), got ${tip.version}`);
  }
  if (indexed >= tip.base) {
    return { ...work, first: tip.base + 1, events: tip.events };
  }
  const { sort: from } = batchKey(stream, indexed + 1);
  const batches = await source.query({ partition: stream, sortPrefix: batchPrefix, from, limit: batchesAtOnce });
  const { first, last, events } = joinedBatches(batches, indexed + 1);
  return { ...work, first, events: last === tip.base ? [...events, ...tip.events] : events };
}

function joinedBatches(
  batches: readonly Item[],
  next: number,
): { readonly first: number; readonly last: number; readonly events: readonly string[] } {
  const events = batches.flatMap(eventsOf);
  const last = lastVersionOf(batches.at(-1));
  const first = last - events.length + 1;
  // The first batch may hold events from before, and no batch may be missing between it and the last one.
  const expected = lastVersionOf(batches[0]) - (batches[0] === undefined ? 0 : eventsOf(batches[0]).length) + 1;
  if (batches.length === 0 || first !== expected || first > next) {
    throw gap(`stream must hold event ${next} in a batch, got ${events.length} event(s) up to ${last}`);
  }
  return { first, last, events };
}

function lastVersionOf(batch: Item | undefined): number {
  return Number(batch?.key.sort.slice(batchPrefix.length) ?? 0);
}

function gap(message: string): PipelineError {
  return new PipelineError(message, { code: 'stream-gap' });
}
