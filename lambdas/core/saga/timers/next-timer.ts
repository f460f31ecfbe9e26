import type { IndexedItem, ItemIndex } from '../../ports/item-index.ts';
import type { ItemStore } from '../../ports/item-store.ts';
import { dueShards, stuckShards } from './due-shard.ts';
import { nextTimerOf } from './due-timers.ts';

/** What looking ahead works with. */
export interface NextTimerDependencies {
  readonly items: Pick<ItemStore, 'get'>;
  /** The index of what is due. */
  readonly index: ItemIndex;
}

/** When the next timer of any saga runs out, in milliseconds since the epoch; undefined when none runs. */
export async function nextTimer(dependencies: NextTimerDependencies): Promise<number | undefined> {
  const { index } = dependencies;
  const first = dueShards.map((shard) => index.find(shard, { before: Number.MAX_SAFE_INTEGER, limit: 1 }));
  const due = (await Promise.all(first)).flat().map(({ at }) => at);
  const timers = [...due, ...(await timersOfStuck(dependencies))];
  return timers.length === 0 ? undefined : Math.min(...timers);
}

/** A stuck saga is in the index by when it got stuck, so its timers are to be seen in its item alone. */
async function timersOfStuck({ items, index }: NextTimerDependencies): Promise<readonly number[]> {
  const all = stuckShards.map((shard) => index.find(shard, { before: Number.MAX_SAFE_INTEGER, limit: 1000 }));
  const stuck: readonly IndexedItem[] = (await Promise.all(all)).flat();
  const read = await Promise.all(stuck.map(({ key }) => items.get(key)));
  return read.flatMap((item) => (item === undefined ? [] : (nextTimerOf(item) ?? [])));
}
