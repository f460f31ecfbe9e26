import type { ItemChange } from '../../../core/ports/item-change.ts';
import type { ItemIndex, SparseIndex } from '../../../core/ports/item-index.ts';
import type {
  Check,
  Item,
  ItemKey,
  ItemStore,
  Query,
  TransactionResult,
  Write,
  WriteResult,
} from '../../../core/ports/item-store.ts';
import { assertTransaction, assertTransactionBytes } from '../../dynamodb/write-rules.ts';
import { type ChangeLog, createChangeLog } from './change-log.ts';
import { conditionHolds } from './condition-holds.ts';
import { createPartitionRows, type PartitionRows, type Row } from './partition-rows.ts';
import { rowAfter } from './row-after.ts';
import { type SparseRows, createSparseRows } from './sparse-rows.ts';

/** An item store in the memory of one process, with the stream of its changes and the sparse indexes that are asked for. */
export interface MemoryItemStore extends ItemStore {
  /** A sparse index of the store; built from all items when it is first asked for, and kept from then on. */
  index(index: SparseIndex): ItemIndex;
  /**
   * The stream of the table: one change for each item that a commit changed, in commit order; a write that changes
   * nothing leaves none. `sequence` counts from 1; `position` is the last sequence already seen, 0 for none.
   *
   * @throws PipelineError `input-invalid` when a change after `position` is already forgotten.
   */
  changesAfter(position: number, limit: number): readonly ItemChange[];
  /** Frees all changes whose sequence is below `position`; without it every change is kept. */
  forgetChangesBefore(position: number): void;
  /** Every item, in no particular order. */
  scan(): Iterable<Item>;
}

/**
 * Makes an empty store with the semantics and limits of DynamoDB.
 *
 * Items are handed out and taken in without copying: neither side may change one afterwards. Numbers are added as
 * doubles, so a sum of fractions can differ from DynamoDB's decimal one.
 */
export function createMemoryItemStore(): MemoryItemStore {
  const table: Table = { partitions: new Map(), log: createChangeLog(), indexes: new Map() };
  return {
    get: (key) => Promise.resolve(rowOf(table, key)?.item),
    // `async` turns what is thrown into a rejection, as a client would.
    write: async (write) => Promise.resolve(writeOne(table, write)),
    transact: async (writes) => Promise.resolve(writeAll(table, writes)),
    query: (query) => Promise.resolve(matching(table, query)),
    index: (index) => table.indexes.get(index.name) ?? addIndex(table, index),
    changesAfter: (position, limit) => table.log.after(position, limit),
    forgetChangesBefore: (position) => {
      table.log.forgetBefore(position);
    },
    scan: () => allItems(table),
  };
}

interface Table {
  readonly partitions: Map<string, PartitionRows>;
  readonly log: ChangeLog;
  readonly indexes: Map<string, SparseRows>;
}

interface RowChange {
  readonly before: Row | undefined;
  readonly after: Row | undefined;
}

function rowOf(table: Table, key: ItemKey): Row | undefined {
  return table.partitions.get(key.partition)?.get(key.sort);
}

function writeOne(table: Table, write: Write): WriteResult {
  const before = rowOf(table, write.key);
  const after = rowAfter(before, write);
  if (!holds(write, before)) {
    return { ok: false, current: before?.item };
  }
  commit(table, write.key, { before, after: after() });
  return { ok: true };
}

function writeAll(table: Table, writes: readonly (Write | Check)[]): TransactionResult {
  assertTransaction(writes);
  const plans = writes.map((write) => {
    const before = rowOf(table, write.key);
    return { write, before, after: rowAfter(before, write) };
  });
  const refused = plans.flatMap(({ write, before }, index) =>
    holds(write, before) ? [] : [{ index, current: before?.item }],
  );
  if (refused.length > 0) {
    return { ok: false, refused };
  }
  const changes = plans.map(({ write, before, after }) => ({ key: write.key, before, after: after() }));
  assertTransactionBytes(changes.flatMap(({ after }) => (after === undefined ? [] : [after])));
  for (const change of changes) {
    commit(table, change.key, change);
  }
  return { ok: true };
}

function holds(write: Write | Check, before: Row | undefined): boolean {
  return write.when.every((condition) => conditionHolds(condition, before?.item));
}

function commit(table: Table, key: ItemKey, { before, after }: RowChange): void {
  if (after === before) {
    return;
  }
  if (after === undefined) {
    remove(table, key);
  } else {
    (table.partitions.get(key.partition) ?? addPartition(table, key.partition)).set(key.sort, after);
  }
  follow(table, { key, before: before?.item, after: after?.item });
}

function follow(table: Table, change: Omit<ItemChange, 'sequence'>): void {
  for (const index of table.indexes.values()) {
    index.change(change.before, change.after);
  }
  table.log.append(change);
}

function remove(table: Table, key: ItemKey): void {
  const rows = table.partitions.get(key.partition);
  rows?.remove(key.sort);
  if (rows?.size === 0) {
    table.partitions.delete(key.partition);
  }
}

function addPartition(table: Table, partition: string): PartitionRows {
  const rows = createPartitionRows();
  table.partitions.set(partition, rows);
  return rows;
}

function addIndex(table: Table, index: SparseIndex): ItemIndex {
  const rows = createSparseRows(index);
  for (const item of allItems(table)) {
    rows.change(undefined, item);
  }
  table.indexes.set(index.name, rows);
  return rows;
}

function matching(table: Table, query: Query): readonly Item[] {
  return table.partitions.get(query.partition)?.matching(query) ?? [];
}

function* allItems(table: Table): Generator<Item> {
  for (const rows of table.partitions.values()) {
    for (const { item } of rows.values()) {
      yield item;
    }
  }
}
