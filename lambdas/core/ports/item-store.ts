/** A value an item can hold. Numbers are safe integers or doubles; there is no undefined, null, date or binary. */
export type ItemValue = string | number | boolean | readonly ItemValue[] | { readonly [name: string]: ItemValue };

/** The attributes of an item beside its key. */
export type Attributes = Readonly<Record<string, ItemValue>>;

/** Where an item lives: `partition` is `<store>-<id>`, `sort` tells the items of a partition apart. */
export interface ItemKey {
  readonly partition: string;
  readonly sort: string;
}

/** One stored item. */
export interface Item {
  readonly key: ItemKey;
  readonly attributes: Attributes;
}

/**
 * What must hold for a write to happen.
 *
 * A comparison with an absent attribute is false. `attribute` and the paths of an update name a top-level attribute
 * or, with one dot, an entry of a map: `outbox.000012`.
 */
export type Condition =
  | { readonly item: 'absent' | 'present' }
  | { readonly attribute: string; readonly is: 'absent' | 'present' }
  | { readonly attribute: string; readonly is: 'equal'; readonly value: string | number | boolean }
  | { readonly attribute: string; readonly is: 'atLeast' | 'atMost'; readonly value: number }
  | { readonly any: readonly Condition[] };

/** Replaces a whole item. */
export interface Put {
  readonly kind: 'put';
  readonly key: ItemKey;
  readonly attributes: Attributes;
  readonly when: readonly Condition[];
}

/** Changes some attributes and leaves the others; creates the item when it is absent. */
export interface Update {
  readonly kind: 'update';
  readonly key: ItemKey;
  /** New values; a path into a map needs the map to exist. @default none */
  readonly set?: Attributes;
  /** Values for attributes that are absent; one that is there keeps its value. @default none */
  readonly setIfAbsent?: Attributes;
  /** Numbers to add; an absent attribute counts as 0. @default none */
  readonly add?: Readonly<Record<string, number>>;
  /** Elements to append to lists; an absent list counts as empty. @default none */
  readonly append?: Readonly<Record<string, readonly ItemValue[]>>;
  /** Paths to remove; an absent one is no error, but the map it leads into must exist. @default none */
  readonly remove?: readonly string[];
  readonly when: readonly Condition[];
}

/** Removes an item. */
export interface Delete {
  readonly kind: 'delete';
  readonly key: ItemKey;
  readonly when: readonly Condition[];
}

/** Holds a transaction to a condition on an item that it does not change; only inside a transaction. */
export interface Check {
  readonly kind: 'check';
  readonly key: ItemKey;
  readonly when: readonly Condition[];
}

/** One change of one item. */
export type Write = Put | Update | Delete;

/** One change was made, or its condition did not hold and `current` is the item as it is (undefined: no item). */
export type WriteResult = { readonly ok: true } | { readonly ok: false; readonly current: Item | undefined };

/** All changes were made, or none was; `refused` names those whose condition did not hold. */
export type TransactionResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly refused: readonly { readonly index: number; readonly current: Item | undefined }[] };

/** Which items of a partition to read, in the order of their sort key. */
export interface Query {
  readonly partition: string;
  /** @default every sort key */
  readonly sortPrefix?: string;
  /** Newest first. @default false */
  readonly descending?: boolean;
  /** Where to begin in that order, inclusive; it need not exist, nor begin with the prefix. @default at its start */
  readonly from?: string;
  /** At most so many, 1 or more. @default all */
  readonly limit?: number;
}

/**
 * A store of items with conditional writes; every read is strongly consistent.
 *
 * All methods throw PipelineError: `input-invalid` for a key, value or update that no table takes (an update without an
 * operation, or with two paths that meet); `store-limit` when an item would exceed 400 KB, a transaction 100 actions or
 * 4 MB, or names an item twice; `store-conflict` (retryable) when contention outlasted the adapter's own retries;
 * `store-unavailable` (retryable) for anything else.
 *
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
export interface ItemStore {
  get(key: ItemKey): Promise<Item | undefined>;
  write(write: Write): Promise<WriteResult>;
  transact(writes: readonly (Write | Check)[]): Promise<TransactionResult>;
  /** All items that match, page by page behind the scenes. */
  query(query: Query): Promise<readonly Item[]>;
}
