import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { Backoff } from '../ports/backoff.ts';
import type { Check, ItemStore, Write } from '../ports/item-store.ts';
import { type StoredLine, lineKey, lineOf } from './line-items.ts';

/** What a change of a line writes: the line first, then what goes with it. */
export type LineChange = readonly [Write, ...(Write | Check)[]];

/** Tries of one change against a line that others change. */
const tries = 8;

/**
 * Changes the line of a key from what it is to what `changed` makes of it, and again when another was faster.
 *
 * Answers false, and changes nothing, when `changed` answers undefined or a letter is not as the change needs it.
 */
export async function changeLine(
  { items, backoff, queue }: { readonly items: ItemStore; readonly backoff: Backoff; readonly queue: string },
  key: string,
  changed: (at: StoredLine | undefined) => LineChange | undefined,
): Promise<boolean> {
  let item = await items.get(lineKey(queue, key));
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    const change = changed(item === undefined ? undefined : lineOf(item));
    if (change === undefined) {
      return false;
    }
    const result = await items.transact(change);
    if (result.ok) {
      return true;
    }
    const moved = result.refused.find(({ index }) => index === 0);
    if (moved === undefined) {
      return false;
    }
    item = moved.current;
    await backoff.wait(attempt);
  }
  throw new PipelineError(`the line of dead letters must be changed in ${tries} tries, got a conflict at each`, {
    code: 'store-conflict',
    retryable: true,
  });
}
