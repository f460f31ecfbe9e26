import type { IndexQuery, IndexedItem, ItemIndex, SparseIndex } from '../../../core/ports/item-index.ts';
import type { Item } from '../../../core/ports/item-store.ts';
import { ownValue } from '../../dynamodb/item-path.ts';
import { compareUtf8 } from './compare-utf8.ts';

/** One sparse index of a store in memory: kept with each commit, sorted only when somebody asks. */
export interface SparseRows extends ItemIndex {
  /** Follows one commit of one item. */
  change(before: Item | undefined, after: Item | undefined): void;
}

/** Makes an empty index. */
export function createSparseRows(index: SparseIndex): SparseRows {
  const shards = new Map<string, Map<string, IndexedItem>>();

  const rowsOf = (shard: string): Map<string, IndexedItem> => {
    const rows = shards.get(shard) ?? new Map<string, IndexedItem>();
    shards.set(shard, rows);
    return rows;
  };

  return {
    change: (before, after) => {
      const left = placeOf(index, before);
      const entered = placeOf(index, after);
      if (left !== undefined && left.shard !== entered?.shard) {
        rowsOf(left.shard).delete(textOf(left.row));
      }
      if (entered !== undefined) {
        rowsOf(entered.shard).set(textOf(entered.row), entered.row);
      }
    },
    find: (shard, query) => Promise.resolve(matching(shards.get(shard)?.values() ?? [], query)),
  };
}

interface Place {
  readonly shard: string;
  readonly row: IndexedItem;
}

function placeOf(index: SparseIndex, item: Item | undefined): Place | undefined {
  if (item === undefined) {
    return undefined;
  }
  const shard = ownValue(item.attributes, index.shard);
  const at = ownValue(item.attributes, index.at);
  return typeof shard === 'string' && typeof at === 'number' ? { shard, row: { key: item.key, at } } : undefined;
}

function matching(rows: Iterable<IndexedItem>, { before, limit, after }: IndexQuery): readonly IndexedItem[] {
  return [...rows]
    .filter((row) => row.at <= before && (after === undefined || compare(row, after) > 0))
    .sort(compare)
    .slice(0, limit);
}

function compare(one: IndexedItem, other: IndexedItem): number {
  return one.at - other.at || compareUtf8(textOf(one), textOf(other));
}

/** The length keeps keys apart whose texts join to the same. */
function textOf({ key: { partition, sort } }: IndexedItem): string {
  return `${partition.length}:${partition}${sort}`;
}
