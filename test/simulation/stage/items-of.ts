import type { IndexedItem, ItemIndex, SparseIndex } from '../../../lambdas/core/ports/item-index.ts';
import type { ItemKey, ItemStore } from '../../../lambdas/core/ports/item-store.ts';
import type { Process } from '../schedule/process.ts';
import { publisherOf } from './publisher-of.ts';
import type { Stage } from './stage.ts';

/** The store as one process sees it: every call is a step, and every change goes into the ledger. */
export function itemsOf(stage: Stage, process: Process): ItemStore {
  const { items } = stage;
  const read = <Result>(what: string, key: ItemKey, effect: () => Promise<Result>): Promise<Result> =>
    stage.scheduler.call(process, { operation: 'read', label: labelOf(what, key) }, effect);
  const write = <Result extends { readonly ok: boolean }>(
    what: string,
    key: ItemKey,
    effect: () => Promise<Result>,
  ): Promise<Result> =>
    stage.scheduler.call(process, { operation: 'write', label: labelOf(what, key) }, async () => {
      const result = await effect();
      stage.ledger.noteCommits(process);
      stage.scheduler.statistics.lostRaces += result.ok ? 0 : 1;
      return result;
    });
  const seen: ItemStore = {
    get: (key) => read('get', key, () => items.get(key)),
    query: (query) => read('query', { partition: query.partition, sort: '' }, () => items.query(query)),
    write: (change) => write(change.kind, change.key, () => items.write(change)),
    transact: (writes) => write('transact', writes[0]?.key ?? nothing, () => items.transact(writes)),
  };
  return stage.mutation.items?.(seen, { role: process.role, publisher: publisherOf(stage, process) }) ?? seen;
}

/** An index as one process sees it: it may be late. */
export function indexOf({ scheduler, items, mutation }: Stage, process: Process, index: SparseIndex): ItemIndex {
  const answered = new Map<string, readonly IndexedItem[]>();
  const real = items.index(index);
  const seen: ItemIndex = {
    find: (shard, query) =>
      scheduler.call(process, { operation: 'look', label: `look ${shard}` }, async (fault) => {
        const answer = fault === 'stale' ? (answered.get(shard) ?? []) : await real.find(shard, query);
        answered.set(shard, answer);
        return answer;
      }),
  };
  return mutation.index?.(seen) ?? seen;
}

const nothing: ItemKey = { partition: '', sort: '' };

function labelOf(what: string, { partition, sort }: ItemKey): string {
  return `${what} ${partition}/${sort}`;
}
