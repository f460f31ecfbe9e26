import { forEachBounded } from '../consume/for-each-bounded.ts';
import { checkpointKey } from '../event-index/checkpoint.ts';
import { indexPartitions } from '../event-index/index-partition.ts';
import type { Clock } from '../ports/clock.ts';
import type { ItemStore } from '../ports/item-store.ts';
import { changeRegistry } from './registry.ts';
import { type ViewGeneration, readerName, rowKey } from './view-key.ts';

/** What removing works with. */
export interface RemoveDependencies {
  readonly items: Pick<ItemStore, 'get' | 'write' | 'query'>;
  readonly clock: Clock;
}

/** Rows read and deleted together. */
const rowsAtOnce = 100;
const deletesAtOnce = 10;

/**
 * Deletes the rows of a generation that nobody reads any more; answers whether all are gone.
 *
 * Its checkpoints stay and are closed for ever, first of all: a process that was frozen since before the switch can
 * neither go on with it nor begin it anew. May be repeated.
 */
export async function removeGeneration(
  { items, clock }: RemoveDependencies,
  view: ViewGeneration,
  deadline: number,
): Promise<boolean> {
  for (const partition of indexPartitions) {
    await items.write({
      kind: 'update',
      key: checkpointKey(readerName(view), partition),
      set: { owner: closed, leaseUntil: Number.MAX_SAFE_INTEGER },
      setIfAbsent: { position: 0, atEnd: true, liveFrom: 0 },
      when: [],
    });
  }
  const { partition } = rowKey(view, '');
  while (clock.now() < deadline) {
    const rows = await items.query({ partition, limit: rowsAtOnce });
    if (rows.length === 0) {
      await forget(items, view);
      return true;
    }
    const failed: unknown[] = [];
    await forEachBounded(rows, deletesAtOnce, async ({ key }) => {
      await items.write({ kind: 'delete', key, when: [] }).catch((cause: unknown) => failed.push(cause));
    });
    for (const cause of failed) {
      throw cause;
    }
  }
  return false;
}

const closed = 'closed';

async function forget(items: Pick<ItemStore, 'get' | 'write'>, view: ViewGeneration): Promise<void> {
  await changeRegistry(items, view.projection, (registry) => ({
    ...registry,
    retired: registry.retired.filter(({ generation }) => generation !== view.generation),
  }));
}
