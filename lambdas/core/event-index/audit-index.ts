import { forEachBounded } from '../consume/for-each-bounded.ts';
import { tipKey } from '../event-store/tip.ts';
import type { ItemScan } from '../ports/item-scan.ts';
import type { Item, ItemStore } from '../ports/item-store.ts';
import { pointerKey, pointerVersion } from './index-pointer.ts';

/** A stream of which less is indexed than there is. */
export interface StreamBehind {
  readonly stream: string;
  /** Number of events in the stream. */
  readonly version: number;
  /** The version up to which it is indexed. */
  readonly indexed: number;
}

/** Some streams, compared with the index. */
export interface AuditedStreams {
  /** Streams looked at for this page. */
  readonly streams: number;
  readonly behind: readonly StreamBehind[];
}

/** What an audit works with. */
export interface AuditIndexDependencies {
  /** Looks through the event table. */
  readonly scan: ItemScan;
  /** The index's table. */
  readonly items: Pick<ItemStore, 'get'>;
  readonly categories: readonly string[];
}

/** Pointers read at a time. */
const readsAtOnce = 16;

/**
 * Compares every stream with how far it is indexed, for operators: one scan of the event table and one read for each
 * stream.
 *
 * What it names is behind at that moment; while the indexer runs, that can be because it has not come so far. Hand each
 * to `reindexStream`, which does nothing for what is indexed meanwhile.
 */
export async function* auditIndex({
  scan,
  items,
  categories,
}: AuditIndexDependencies): AsyncGenerator<AuditedStreams, void, undefined> {
  for (const category of categories) {
    const request = { partitionPrefix: `${category}-`, sort: tipKey('').sort, attributes: ['version'] };
    for await (const page of scan.pages(request)) {
      const behind: StreamBehind[] = [];
      await forEachBounded(page.items, readsAtOnce, async (tip) => {
        behind.push(...(await behindOf(items, tip)));
      });
      yield { streams: page.items.length, behind };
    }
  }
}

async function behindOf(
  items: Pick<ItemStore, 'get'>,
  { key: { partition: stream }, attributes }: Item,
): Promise<readonly StreamBehind[]> {
  const { version } = attributes;
  const indexed = pointerVersion(await items.get(pointerKey(stream)));
  return typeof version === 'number' && indexed < version ? [{ stream, version, indexed }] : [];
}
