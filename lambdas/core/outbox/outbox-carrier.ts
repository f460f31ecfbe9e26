import type { ItemKey, Put } from '../ports/item-store.ts';
import { type OutboxCommit, outboxCreated } from './outbox-commit.ts';

/** The attribute of an item that is nothing but an outbox: it takes what the item it belongs to has no room for. */
export const carrierMark = 'carrier';

/** Days for which an empty carrier may be kept, counted from its commit. */
export const carrierDays = 2;

/**
 * Where a carrier lives: in the partition of the item it belongs to, whose stream shows both in the order of their
 * commits.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
export function carrierKey({ partition, sort }: ItemKey, version: number, index: number): ItemKey {
  return { partition, sort: `outbox#${sort}#${String(version).padStart(12, '0')}#${index}` };
}

/** The write that makes a carrier. */
export function carrierCreated(commit: OutboxCommit): Put {
  return {
    kind: 'put',
    key: commit.key,
    attributes: { version: commit.version, [carrierMark]: true, ...outboxCreated(commit) },
    when: [{ item: 'absent' }],
  };
}
