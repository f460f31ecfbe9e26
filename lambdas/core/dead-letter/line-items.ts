import { deadLetterPartition } from '../../contracts/dead-letter-partition.ts';
import type { Item, ItemKey, ItemValue } from '../ports/item-store.ts';
import type { DeadLetter, DeadLetterLine } from './dead-letter.ts';

/** A line as it is stored: `version` grows with every change, `next` is the position of the next letter. */
export interface StoredLine extends DeadLetterLine {
  readonly version: number;
  readonly next: number;
}

/** Beginning of the sort keys of a queue's lines. */
export const linePrefix = 'key#';

/** Beginning of the sort keys of a key's letters. */
export const letterPrefix = 'letter#';

/** Where it stands how many keys of a queue are parked. */
export function keyCountKey(queue: string): ItemKey {
  return { partition: deadLetterPartition(queue), sort: 'keys' };
}

/** Where the line of a key lives. */
export function lineKey(queue: string, key: string): ItemKey {
  return { partition: deadLetterPartition(queue), sort: `${linePrefix}${key}` };
}

/** Where the letters of a key live: a partition for each key, so that a long line is read without the others. */
export function letterPartition(queue: string, key: string): string {
  return `${deadLetterPartition(queue)}-${key}`;
}

/** Where one letter lives. */
export function letterKey(queue: string, key: string, id: string): ItemKey {
  return { partition: letterPartition(queue, key), sort: `${letterPrefix}${id}` };
}

/** Reads the item of a line. */
export function lineOf({ key, attributes }: Item): StoredLine {
  const { letters, since, version, next, token, reached } = attributes;
  return {
    key: key.sort.slice(linePrefix.length),
    letters: Number(letters),
    since: Number(since),
    version: Number(version),
    next: Number(next),
    redrive: typeof token === 'string' ? { token, reached: Number(reached) } : undefined,
  };
}

/** Reads what the item of a letter says about it; its body may be kept elsewhere. */
export function letterFacts(key: string, { attributes }: Item): Omit<DeadLetter, 'body'> {
  const { id, reason, position, parkedAt, receiveCount, redrives } = attributes;
  return {
    key,
    id: textOf(id),
    reason: textOf(reason),
    position: Number(position),
    parkedAt: Number(parkedAt),
    receiveCount: Number(receiveCount),
    redrives: Number(redrives),
  };
}

function textOf(value: ItemValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
