import type { Item } from './item-store.ts';

/** Which items of the whole table to find. */
export interface ScanRequest {
  /** What their partitions begin with, not empty. @default any partition */
  readonly partitionPrefix?: string;
  /** Their sort key. */
  readonly sort: string;
  /** The attributes that are wanted, at least one; an item that lacks one is given without it. */
  readonly attributes: readonly string[];
}

/** Some of the items that match. */
export interface ScanPage {
  readonly items: readonly Item[];
  /** Items read for this page, whether they match or not. */
  readonly read: number;
}

/**
 * Looks through a whole table: for operators, never on the way of a message, since it reads every item there is.
 *
 * The pages are those of one moment only as far as nothing is written meanwhile. Throws as an item store does.
 */
export interface ItemScan {
  pages(request: ScanRequest): AsyncIterable<ScanPage>;
}
