import type { ItemScan, ScanPage, ScanRequest } from '../../../core/ports/item-scan.ts';
import type { Item } from '../../../core/ports/item-store.ts';
import type { MemoryItemStore } from './memory-item-store.ts';

/** Items read for a page. */
const pageSize = 100;

/** Looks through a store in memory. */
export function createMemoryItemScan(store: Pick<MemoryItemStore, 'scan'>): ItemScan {
  return {
    async *pages(request) {
      const all = [...store.scan()];
      for (let from = 0; from === 0 || from < all.length; from += pageSize) {
        yield await Promise.resolve(pageOf(all.slice(from, from + pageSize), request));
      }
    },
  };
}

function pageOf(read: readonly Item[], { partitionPrefix = '', sort, attributes }: ScanRequest): ScanPage {
  const found = read.filter(({ key }) => key.partition.startsWith(partitionPrefix) && key.sort === sort);
  return { items: found.map((item) => withOnly(item, new Set(attributes))), read: read.length };
}

function withOnly({ key, attributes }: Item, wanted: ReadonlySet<string>): Item {
  return { key, attributes: Object.fromEntries(Object.entries(attributes).filter(([name]) => wanted.has(name))) };
}
