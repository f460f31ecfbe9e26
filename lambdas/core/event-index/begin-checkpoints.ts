import { forEachBounded } from '../consume/for-each-bounded.ts';
import { type Checkpoint, checkpointKey, readCheckpoints } from './checkpoint.ts';
import { indexPartitions } from './index-partition.ts';
import type { SubscriptionSetup } from './subscription-setup.ts';

/** Writes the checkpoints that a subscription has not begun, and answers all of them; no request when none is missing. */
export async function beginCheckpoints(
  setup: SubscriptionSetup,
  known: ReadonlyMap<string, Checkpoint>,
): Promise<ReadonlyMap<string, Checkpoint>> {
  const missing = indexPartitions.filter((partition) => !known.has(partition));
  if (missing.length === 0) {
    return known;
  }
  const { items, name, reader, startsAt, partitionsAtOnce } = setup;
  const failed: unknown[] = [];
  await forEachBounded(missing, partitionsAtOnce, async (partition) => {
    try {
      const liveFrom = await reader.head(partition);
      const position = startsAt === 'head' ? liveFrom : 0;
      // Whoever begins it at the same time writes the same or what was true a moment before: the first one counts.
      const setIfAbsent = { position, liveFrom, atEnd: true, leaseUntil: 0 };
      await items.write({ kind: 'update', key: checkpointKey(name, partition), setIfAbsent, when: [] });
    } catch (cause) {
      failed.push(cause);
    }
  });
  for (const cause of failed) {
    throw cause;
  }
  return readCheckpoints(items, name);
}
