import type { Condition, ItemStore, Write } from '../../../lambdas/core/ports/item-store.ts';
import type { Mutation } from './mutation.ts';

/** Which conditions of which writes are left out. */
export interface Omission {
  readonly of: (write: Write) => boolean;
  readonly drops: (condition: Condition) => boolean;
}

/** Leaves out conditions. */
export function without({ of, drops }: Omission): NonNullable<Mutation['items']> {
  return changing((write) =>
    of(write) ? { ...write, when: write.when.filter((condition) => !drops(condition)) } : write,
  );
}

/** Writes to items of one sort key. */
export function sorted(sort: string): Omission['of'] {
  return ({ key }) => key.sort === sort;
}

/** Writes to items whose partition begins so. */
export function partitioned(prefix: string): Omission['of'] {
  return ({ key }) => key.partition.startsWith(prefix);
}

/** Conditions on attributes. */
export function onAttribute(condition: Condition): boolean {
  return 'attribute' in condition;
}

/** Conditions on the item being there or not. */
export function onItem(condition: Condition): boolean {
  return 'item' in condition;
}

/** Updates that forget the messages they are to commit. */
export const withoutOutbox: NonNullable<Mutation['items']> = changing((write) => {
  if (write.kind !== 'update' || write.set === undefined) {
    return write;
  }
  const kept = Object.entries(write.set).filter(([path]) => !path.startsWith('outbox.'));
  return { ...write, set: Object.fromEntries(kept) };
});

/** Transactions that can end half done. */
export function oneByOne(items: ItemStore): ItemStore {
  const transact: ItemStore['transact'] = async (writes) => {
    for (const [index, write] of writes.entries()) {
      const result = write.kind === 'check' ? { ok: true as const } : await items.write(write);
      if (!result.ok) {
        return { ok: false, refused: [{ index, current: result.current }] };
      }
    }
    return { ok: true };
  };
  return { ...items, transact };
}

/** Marks are done when they are claimed. */
export function doneAtOnce(items: ItemStore): ItemStore {
  const write: ItemStore['write'] = (change) => {
    if (change.kind !== 'put' || !change.key.partition.startsWith('inbox-')) {
      return items.write(change);
    }
    const lasting = Object.entries(change.attributes).filter(([name]) => name !== 'leaseUntil');
    return items.write({ ...change, attributes: { ...Object.fromEntries(lasting), done: true } });
  };
  return { ...items, write };
}

function changing(rewrite: (write: Write) => Write): NonNullable<Mutation['items']> {
  return (items) => ({
    ...items,
    write: (write) => items.write(rewrite(write)),
    transact: (writes) => items.transact(writes.map((write) => (write.kind === 'check' ? write : rewrite(write)))),
  });
}
