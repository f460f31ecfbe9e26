import type { ItemKey } from '../ports/item-store.ts';

/** One try to be the only one who handles a message. */
export interface Claim {
  readonly key: ItemKey;
  /** Fencing token: a new one for each try, so that a late owner cannot touch what another one took over. */
  readonly attempt: string;
  /** Name and version of the shape in which the payload was fingerprinted: a `dataschema`. */
  readonly schema: string;
  readonly fingerprint: string;
}

/**
 * Where the mark of a message lies for one consumer.
 *
 * The consumer is in the sort key too: `a-b` with `c` and `a` with `b-c` would share a partition.
 */
export function markKey(consumer: string, messageId: string): ItemKey {
  return { partition: `inbox-${consumer}-${messageId}`, sort: `mark-${consumer}` };
}
