import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { ItemStore } from '../ports/item-store.ts';
import { type IndexPage, pageKey, pageOf, pagePrefix } from './index-page.ts';
import { indexPartitions } from './index-partition.ts';
import { type IndexedEvent, eventsIn } from './indexed-event.ts';

/** Pages read together: of 64 KiB each, as many as one request of a query gives. */
export const pagesAtOnce = 16;

/** Which pages of a partition to read. */
export interface PagesAfter {
  readonly partition: string;
  /** A position; 0 reads from the start. */
  readonly after: number;
  /** At most so many pages. @default {@link pagesAtOnce} */
  readonly limit?: number;
  /** Whether a page is known to end at the position: it saves a request when nothing follows. @default false */
  readonly atEnd?: boolean;
}

/** Where a partition of the index ends. */
export interface PartitionHead {
  readonly partition: string;
  /** Position of its newest event; 0 when it has none. */
  readonly position: number;
}

/**
 * Reads the index of events, in the order of each partition.
 *
 * All methods throw what an item store throws, and PipelineError `index-gap` when pages do not follow each other: then
 * the table was changed by something else than the indexer.
 */
export interface IndexReader {
  /** Position of the newest event of a partition, 0 when it has none; one request. */
  head(partition: string): Promise<number>;
  /** The heads of all partitions; one request each. */
  heads(): Promise<readonly PartitionHead[]>;
  /** The page that holds the position after the given one, and those that follow; empty when nothing follows. */
  pages(request: PagesAfter): Promise<readonly IndexPage[]>;
  /** The events behind a position, of as many pages. */
  events(request: PagesAfter): Promise<readonly IndexedEvent[]>;
  /** The newest events of a partition, oldest of them first; at least `count`, when it has so many, of whole pages. */
  tail(partition: string, count: number): Promise<readonly IndexedEvent[]>;
}

/** Creates the reader over the index's table. */
export function createIndexReader({ items }: { readonly items: Pick<ItemStore, 'query'> }): IndexReader {
  const head = async (partition: string): Promise<number> => (await lastPage(items, partition))?.last ?? 0;
  const pages = (request: PagesAfter): Promise<readonly IndexPage[]> => pagesBehind(items, request);
  return {
    head,
    pages,
    heads: () =>
      Promise.all(indexPartitions.map(async (partition) => ({ partition, position: await head(partition) }))),
    events: async (request) => (await pages(request)).flatMap((page) => eventsIn(page, request.after)),
    tail: (partition, count) => newest(items, partition, count),
  };
}

/** The newest page of a partition, one request. */
export async function lastPage(
  items: Pick<ItemStore, 'query'>,
  partition: string,
  upTo?: number,
): Promise<IndexPage | undefined> {
  const from = upTo === undefined ? {} : { from: pageKey(partition, upTo).sort };
  const [item] = await items.query({ partition, sortPrefix: pagePrefix, descending: true, limit: 1, ...from });
  return item && pageOf(item);
}

async function pagesBehind(
  items: Pick<ItemStore, 'query'>,
  { partition, after, limit = pagesAtOnce, atEnd = false }: PagesAfter,
): Promise<readonly IndexPage[]> {
  const from = pageKey(partition, after + 1).sort;
  const found = (await items.query({ partition, sortPrefix: pagePrefix, from, limit })).map(pageOf);
  const whole = atEnd || after === 0 || found[0]?.first === after + 1;
  const pages = whole ? found : [...(await pageAcross(items, partition, after)), ...found].slice(0, limit);
  refuseGaps(pages, after);
  return pages;
}

/** The page that begins before a position and ends behind it. */
async function pageAcross(
  items: Pick<ItemStore, 'query'>,
  partition: string,
  position: number,
): Promise<readonly IndexPage[]> {
  const page = await lastPage(items, partition, position);
  return page !== undefined && page.last > position ? [page] : [];
}

async function newest(
  items: Pick<ItemStore, 'query'>,
  partition: string,
  count: number,
): Promise<readonly IndexedEvent[]> {
  const pages: IndexPage[] = [];
  let held = 0;
  let page = await lastPage(items, partition);
  while (page !== undefined && held < count) {
    pages.unshift(page);
    held += page.last - page.first + 1;
    page = page.first === 1 ? undefined : await lastPage(items, partition, page.first - 1);
  }
  refuseGaps(pages, (pages[0]?.first ?? 1) - 1);
  return pages.flatMap((one) => eventsIn(one));
}

function refuseGaps(pages: readonly IndexPage[], after: number): void {
  let expected = after + 1;
  for (const { partition, first, last } of pages) {
    if (first > expected) {
      throw new PipelineError(`"${partition}" must have an event at position ${expected}, got ${first} next`, {
        code: 'index-gap',
      });
    }
    expected = last + 1;
  }
}
