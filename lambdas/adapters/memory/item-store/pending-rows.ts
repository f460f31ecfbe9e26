import { pendingAttributes } from '../../../core/outbox/pending-shard.ts';
import type { ItemIndex, PendingItem, PendingQuery } from '../../../core/ports/item-index.ts';
import type { Item } from '../../../core/ports/item-store.ts';
import { ownValue } from '../../dynamodb/item-path.ts';
import { compareUtf8 } from './compare-utf8.ts';

/** The sparse index of a store in memory: kept with each commit, sorted only when somebody asks. */
export interface PendingRows extends ItemIndex {
  /** Follows one commit of one item. */
  change(before: Item | undefined, after: Item | undefined): void;
}

/** Makes an empty index. */
export function createPendingRows(): PendingRows {
  const shards = new Map<string, Map<string, PendingItem>>();

  const rowsOf = (shard: string): Map<string, PendingItem> => {
    const rows = shards.get(shard) ?? new Map<string, PendingItem>();
    shards.set(shard, rows);
    return rows;
  };

  return {
    change: (before, after) => {
      const left = placeOf(before);
      const entered = placeOf(after);
      if (left !== undefined && left.shard !== entered?.shard) {
        rowsOf(left.shard).delete(textOf(left.row));
      }
      if (entered !== undefined) {
        rowsOf(entered.shard).set(textOf(entered.row), entered.row);
      }
    },
    pending: (shard, query) => Promise.resolve(matching(shards.get(shard)?.values() ?? [], query)),
  };
}

function placeOf(item: Item | undefined): { readonly shard: string; readonly row: PendingItem } | undefined {
  if (item === undefined) {
    return undefined;
  }
  const shard = ownValue(item.attributes, pendingAttributes.shard);
  const since = ownValue(item.attributes, pendingAttributes.since);
  return typeof shard === 'string' && typeof since === 'number' ? { shard, row: { key: item.key, since } } : undefined;
}

function matching(rows: Iterable<PendingItem>, { before, limit, after }: PendingQuery): readonly PendingItem[] {
  return [...rows]
    .filter((row) => row.since <= before && (after === undefined || compare(row, after) > 0))
    .sort(compare)
    .slice(0, limit);
}

function compare(one: PendingItem, other: PendingItem): number {
  return one.since - other.since || compareUtf8(textOf(one), textOf(other));
}

/** The length keeps keys apart whose texts join to the same. */
function textOf({ key: { partition, sort } }: PendingItem): string {
  return `${partition.length}:${partition}${sort}`;
}
