import type { Item } from '../../../core/ports/item-store.ts';
import { compareUtf8 } from './compare-utf8.ts';

/** An item as it is kept. */
export interface Row {
  readonly item: Item;
  /** Upper bound of its size in bytes. */
  readonly bound: number;
}

/** The rows of one partition; sorted only when somebody asks for their order. */
export interface PartitionRows {
  readonly size: number;
  get(sort: string): Row | undefined;
  set(sort: string, row: Row): void;
  remove(sort: string): void;
  /** Items whose sort key begins with `prefix`, ascending. */
  startingWith(prefix: string): readonly Item[];
  values(): Iterable<Row>;
}

/** Makes an empty partition. */
export function createPartitionRows(): PartitionRows {
  const rows = new Map<string, Row>();
  let sorted: readonly string[] | undefined;

  const order = (): readonly string[] => (sorted ??= [...rows.keys()].sort(compareUtf8));

  return {
    get size() {
      return rows.size;
    },
    get: (sort) => rows.get(sort),
    set: (sort, row) => {
      const before = rows.size;
      rows.set(sort, row);
      sorted = rows.size === before ? sorted : undefined;
    },
    remove: (sort) => {
      sorted = rows.delete(sort) ? undefined : sorted;
    },
    startingWith: (prefix) => {
      const keys = order();
      const items: Item[] = [];
      for (let index = firstAtLeast(keys, prefix); index < keys.length; index += 1) {
        const key = keys[index] ?? '';
        const row = rows.get(key);
        if (row === undefined || !key.startsWith(prefix)) {
          break;
        }
        items.push(row.item);
      }
      return items;
    },
    values: () => rows.values(),
  };
}

function firstAtLeast(keys: readonly string[], wanted: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareUtf8(keys[middle] ?? '', wanted) < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
