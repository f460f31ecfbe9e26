import type { Item, Query } from '../../../core/ports/item-store.ts';
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
  /** The items that a query asks for, in its order. */
  matching(query: Omit<Query, 'partition'>): readonly Item[];
  values(): Iterable<Row>;
}

/** Makes an empty partition. */
export function createPartitionRows(): PartitionRows {
  const rows = new Map<string, Row>();
  let sorted: string[] | undefined;

  const order = (): readonly string[] => (sorted ??= [...rows.keys()].sort(compareUtf8));

  return {
    get size() {
      return rows.size;
    },
    get: (sort) => rows.get(sort),
    set: (sort, row) => {
      const before = rows.size;
      rows.set(sort, row);
      if (rows.size > before) {
        sorted = withNew(sorted, sort);
      }
    },
    remove: (sort) => {
      sorted = rows.delete(sort) ? undefined : sorted;
    },
    matching: (query) => sortsIn(order(), query).flatMap((sort) => rows.get(sort)?.item ?? []),
    values: () => rows.values(),
  };
}

/** What grows at its end, as a log does, stays sorted without being sorted again. */
function withNew(sorted: string[] | undefined, sort: string): string[] | undefined {
  const last = sorted?.at(-1);
  if (sorted === undefined || last === undefined || compareUtf8(last, sort) > 0) {
    return undefined;
  }
  sorted.push(sort);
  return sorted;
}

function sortsIn(keys: readonly string[], query: Omit<Query, 'partition'>): readonly string[] {
  const { sortPrefix = '', descending = false, from, limit = Infinity } = query;
  const low = firstAtLeast(keys, sortPrefix);
  const high = firstWhere(keys, low, (key) => !key.startsWith(sortPrefix));
  if (!descending) {
    const start = from === undefined ? low : Math.max(low, firstAtLeast(keys, from));
    return keys.slice(start, Math.min(high, start + limit));
  }
  const end =
    from === undefined
      ? high
      : Math.min(
          high,
          firstWhere(keys, 0, (key) => compareUtf8(key, from) > 0),
        );
  return keys.slice(Math.max(low, end - limit), Math.max(low, end)).toReversed();
}

function firstAtLeast(keys: readonly string[], wanted: string): number {
  return firstWhere(keys, 0, (key) => compareUtf8(key, wanted) >= 0);
}

/** The first index from which on a condition holds that, once it holds, holds to the end. */
function firstWhere(keys: readonly string[], from: number, holds: (key: string) => boolean): number {
  let low = from;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(keys[middle] ?? '')) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}
