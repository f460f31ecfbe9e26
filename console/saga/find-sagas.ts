import type { IndexedItem } from '../../lambdas/core/ports/item-index.ts';
import type { Item } from '../../lambdas/core/ports/item-store.ts';
import { type SagaFacts, factAttributes, sagaFacts, sagaSort } from '../../lambdas/core/saga/operations/saga-facts.ts';
import type { SagaStatus } from '../../lambdas/core/saga/saga-state.ts';
import { stuckShards } from '../../lambdas/core/saga/timers/due-shard.ts';
import type { CommandRun } from '../command/command.ts';
import { counted } from '../command/counted.ts';
import type { Sagas } from './sagas.ts';

/** Which sagas an operator means: those of which everything that is given holds. */
export interface SagaSearch {
  /** Only those that an operator alone can help. */
  readonly stuck: boolean;
  /** One of them; empty: any. */
  readonly statuses: readonly SagaStatus[];
  /** Milliseconds since they moved last. */
  readonly olderThanMs: number | undefined;
}

/** Items of an index read together. */
const atOnce = 25;

/** Items of the table between two lines of progress. */
const progressStep = 10_000;

type Looking = Pick<CommandRun<Sagas>, 'operations' | 'signal' | 'progress'>;

/** Finds sagas, in no particular order: the stuck ones through their index, others by reading the whole table. */
export async function findSagas(run: Looking, search: SagaSearch): Promise<readonly SagaFacts[]> {
  const meant = selector(search, run.operations.clock.now());
  const found: SagaFacts[] = [];
  for await (const items of search.stuck ? stuckItems(run) : allItems(run)) {
    found.push(...items.flatMap((item) => factsOf(run.operations, item)).filter(meant));
    if (run.signal.aborted) {
      break;
    }
  }
  return found;
}

function selector({ stuck, statuses, olderThanMs }: SagaSearch, now: number): (saga: SagaFacts) => boolean {
  return ({ status, stuckSince, changedAt }) =>
    (!stuck || stuckSince !== undefined) &&
    (statuses.length === 0 || statuses.some((wanted) => wanted === status)) &&
    (olderThanMs === undefined || now - (changedAt ?? 0) > olderThanMs);
}

/** Of the sagas that are looked for alone: other items may have the same sort key. */
function factsOf({ all }: Pick<Sagas, 'all'>, item: Item): readonly SagaFacts[] {
  const owner = all.find(({ store }) => item.key.partition.startsWith(`${store}-`));
  return owner === undefined || item.key.sort !== sagaSort ? [] : [sagaFacts(owner.store, item)];
}

async function* stuckItems({ operations: { index, items } }: Looking): AsyncGenerator<readonly Item[]> {
  for (const shard of stuckShards) {
    let after: IndexedItem | undefined;
    do {
      const query = { before: Number.MAX_SAFE_INTEGER, limit: atOnce, ...(after && { after }) };
      const found = await index.find(shard, query);
      const read = await Promise.all(found.map(({ key }) => items.get(key)));
      yield read.filter((item) => item !== undefined);
      after = found.length === atOnce ? found.at(-1) : undefined;
    } while (after !== undefined);
  }
}

async function* allItems({ operations: { scan, all }, progress }: Looking): AsyncGenerator<readonly Item[]> {
  const [first, second] = all;
  const only = first !== undefined && second === undefined ? { partitionPrefix: `${first.store}-` } : {};
  let read = 0;
  let told = 0;
  for await (const page of scan.pages({ ...only, sort: sagaSort, attributes: factAttributes })) {
    read += page.read;
    if (read - told >= progressStep) {
      told = read;
      progress.write(`looking for sagas: ${counted(read, 'item')} read so far\n`);
    }
    yield page.items;
  }
}
