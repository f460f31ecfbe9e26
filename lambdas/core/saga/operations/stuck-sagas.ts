import type { Clock } from '../../ports/clock.ts';
import type { ItemIndex } from '../../ports/item-index.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import { stuckShards } from '../timers/due-shard.ts';

/** What counting the sagas that only somebody can help works with. */
export interface StuckSagasDependencies {
  /** The index of due and stuck sagas. */
  readonly index: ItemIndex;
  readonly telemetry: Telemetry;
  readonly clock: Clock;
}

/** How many sagas are stuck. */
export interface StuckSagas {
  readonly sagas: number;
  /** Seconds since the first of them got stuck; 0 when there is none. */
  readonly oldestSeconds: number;
}

/** Sagas of a shard that are counted at most: an alarm needs no more, and a run must end. */
export const mostPerShard = 1000;

/**
 * Counts the stuck sagas as `StuckSagas` and `OldestStuckSagaSeconds`, 0 included, so that silence means that nobody
 * looks; one query for each shard in which there are fewer than 1000.
 */
export async function countStuckSagas({ index, telemetry, clock }: StuckSagasDependencies): Promise<StuckSagas> {
  const now = clock.now();
  const shards = stuckShards.map((shard) => index.find(shard, { before: now, limit: mostPerShard }));
  const found = (await Promise.all(shards)).flat();
  const oldest = Math.min(now, ...found.map(({ at }) => at));
  const stuck = {
    sagas: found.length,
    oldestSeconds: Math.floor((now - oldest) / 1000),
  };
  telemetry.count('StuckSagas', stuck.sagas);
  telemetry.count('OldestStuckSagaSeconds', stuck.oldestSeconds);
  return stuck;
}
