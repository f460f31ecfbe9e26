import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { ItemStore } from '../ports/item-store.ts';
import { type Tip, batchPrefix, eventsOf } from './tip.ts';

/**
 * Every serialised event of a stream, oldest first.
 *
 * @throws PipelineError `stream-gap` when the batches and the tip do not add up to the tip's version.
 */
export async function readEvents(request: {
  readonly items: Pick<ItemStore, 'query'>;
  readonly stream: string;
  readonly tip: Tip;
}): Promise<readonly string[]> {
  const { items, stream, tip } = request;
  const batches = tip.base === 0 ? [] : await items.query({ partition: stream, sortPrefix: batchPrefix });
  // Behind the tip that was read, another append may have calved off a newer one meanwhile.
  const events = [...batches.flatMap(eventsOf).slice(0, tip.base), ...tip.events];
  if (events.length !== tip.version) {
    throw new PipelineError(`stream must hold ${tip.version} event(s), got ${events.length}`, { code: 'stream-gap' });
  }
  return events;
}
