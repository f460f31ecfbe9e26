import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { itemBytes } from '../item-size/item-bytes.ts';
import { storeLimits } from '../item-size/store-limits.ts';
import type { Attributes, Check, Update, Write } from '../ports/item-store.ts';

/** A write with what its item will hold afterwards, as far as that is known; undefined: only what it brings is. */
export interface MeasuredWrite {
  readonly write: Write | Check;
  readonly holds?: Attributes;
}

/**
 * Holds the writes of a commit to the limits of the store, before anything is sent.
 *
 * @throws PipelineError `store-limit` that names the store of the item, the limit and what came.
 */
export function assertWithinLimits(writes: readonly MeasuredWrite[]): void {
  if (writes.length > storeLimits.transactionActions) {
    throw beyond(`a commit must change at most ${storeLimits.transactionActions} items, got ${writes.length}`);
  }
  let total = 0;
  for (const measured of writes) {
    const bytes = bytesOf(measured);
    if (bytes > storeLimits.itemBytes) {
      const { partition, sort } = measured.write.key;
      const [store] = partition.split('-');
      throw beyond(
        `item "${sort}" of store "${store ?? ''}" must have at most ${storeLimits.itemBytes} bytes, got ${bytes}`,
      );
    }
    total += bytes;
  }
  if (writes.length > 1 && total > storeLimits.transactionBytes) {
    throw beyond(`a commit must have at most ${storeLimits.transactionBytes} bytes, got ${total}`);
  }
}

function bytesOf({ write, holds }: MeasuredWrite): number {
  const { key } = write;
  if (holds !== undefined) {
    return itemBytes({ key, attributes: holds });
  }
  switch (write.kind) {
    case 'put':
      return itemBytes(write);
    case 'update':
      return itemBytes({ key, attributes: broughtBy(write) });
    case 'delete':
    case 'check':
      return itemBytes({ key, attributes: {} });
  }
}

function broughtBy({ set, setIfAbsent, add, append }: Update): Attributes {
  return { ...setIfAbsent, ...set, ...add, ...append };
}

function beyond(message: string): PipelineError {
  return new PipelineError(message, { code: 'store-limit' });
}
