import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { Attributes, Check, Item, ItemKey, Update, Write } from '../../core/ports/item-store.ts';
import { itemBytes } from '../../core/item-size/item-bytes.ts';
import { storableBytes } from '../../core/item-size/storable-bytes.ts';
import { storeLimits } from '../../core/item-size/store-limits.ts';
import { keyAttributes } from './key-attributes.ts';
import { pathsMeet } from './paths-meet.ts';

/**
 * An upper bound in bytes of what a write brings along, key included.
 *
 * @throws PipelineError `input-invalid` for a key or value that no table can hold, or two operations on one path.
 */
export function writeBound(write: Write | Check): number {
  const key = keyBound(write.key);
  switch (write.kind) {
    case 'put':
      return key + putBound(write.attributes);
    case 'update':
      return key + updateBound(write);
    case 'delete':
    case 'check':
      return key;
  }
}

/** @throws PipelineError `store-limit` unless a transaction has at most 100 actions and names every item once. */
export function assertTransaction(writes: readonly (Write | Check)[]): void {
  if (writes.length > storeLimits.transactionActions) {
    throw beyond(`a transaction must have at most ${storeLimits.transactionActions} actions, got ${writes.length}`);
  }
  const named = new Set<string>();
  for (const { key } of writes) {
    named.add(`${key.partition.length}:${key.partition}${key.sort}`);
  }
  if (named.size < writes.length) {
    throw beyond(`a transaction must name every item once, got ${writes.length - named.size} named again`);
  }
}

/**
 * Keeps an item within 400 KB; counts its bytes only when the bound says that it could matter.
 *
 * @returns a bound no greater than the limit.
 * @throws PipelineError `store-limit`.
 */
export function boundWithinLimit(item: Item, bound: number): number {
  if (bound <= storeLimits.itemBytes) {
    return bound;
  }
  const bytes = itemBytes(item);
  if (bytes > storeLimits.itemBytes) {
    throw beyond(`an item must have at most ${storeLimits.itemBytes} bytes, got ${bytes}`);
  }
  return bytes;
}

/** @throws PipelineError `store-limit` when the items of a transaction have more than 4 MB together. */
export function assertTransactionBytes(items: readonly { readonly item: Item; readonly bound: number }[]): void {
  const bound = items.reduce((sum, entry) => sum + entry.bound, 0);
  const bytes =
    bound > storeLimits.transactionBytes ? items.reduce((sum, { item }) => sum + itemBytes(item), 0) : bound;
  if (bytes > storeLimits.transactionBytes) {
    throw beyond(`a transaction must have at most ${storeLimits.transactionBytes} bytes, got ${bytes}`);
  }
}

function beyond(message: string): PipelineError {
  return new PipelineError(message, { code: 'store-limit' });
}

function keyBound(key: ItemKey): number {
  if (key.partition === '' || key.sort === '') {
    throw new PipelineError('an item key must have a partition and a sort key, got empty text', {
      code: 'input-invalid',
    });
  }
  return 4 + 3 * (key.partition.length + key.sort.length);
}

function putBound(attributes: Attributes): number {
  if (Object.hasOwn(attributes, keyAttributes.partition) || Object.hasOwn(attributes, keyAttributes.sort)) {
    throw keyNamed();
  }
  return storableBytes(attributes);
}

function updateBound({ set, setIfAbsent, add, append, remove = [] }: Update): number {
  const changed = [set, setIfAbsent, add, append].filter((values) => values !== undefined);
  const paths = [...changed.flatMap((values) => Object.keys(values)), ...remove];
  if (paths.length === 0) {
    throw new PipelineError('an update must have an operation, got none', { code: 'input-invalid' });
  }
  if (pathsMeet(paths)) {
    throw new PipelineError('the paths of an update must lie apart, got two that meet', { code: 'input-invalid' });
  }
  if (paths.some(isKeyAttribute)) {
    throw keyNamed();
  }
  return changed.reduce((sum, values) => sum + storableBytes(values), 0);
}

function isKeyAttribute(name: string): boolean {
  return name === keyAttributes.partition || name === keyAttributes.sort;
}

function keyNamed(): PipelineError {
  const { partition, sort } = keyAttributes;
  return new PipelineError(`an attribute must not be named as a part of the key, got ${partition} or ${sort}`, {
    code: 'input-invalid',
  });
}
