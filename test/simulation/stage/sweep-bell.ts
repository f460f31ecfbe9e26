import { pendingShards } from '../../../lambdas/core/outbox/pending-shard.ts';
import type { Clock } from '../../../lambdas/core/ports/clock.ts';
import type { ItemIndex } from '../../../lambdas/core/ports/item-index.ts';
import { type Bell, createBell } from './bell.ts';

/** The schedule of the sweepers. It leaves out the looks that would find nothing, so that a run can end. */
export interface SweepBell extends Pick<Bell, 'heard' | 'ring'> {
  /** When it is to ring, in virtual milliseconds since the epoch; undefined while nobody listens or nothing waits. */
  dueAt(): Promise<number | undefined>;
}

/** What a bell works with. */
export interface SweepBellDependencies {
  readonly index: ItemIndex;
  readonly clock: Clock;
  /** Seconds that a message may wait for the relay. */
  readonly graceSeconds: number;
  readonly everyMinutes: number;
}

/** Hangs a bell that has not rung yet. */
export function createSweepBell({ index, clock, graceSeconds, everyMinutes }: SweepBellDependencies): SweepBell {
  const bell = createBell();
  let rangAt = clock.now();
  const oldest = async (): Promise<number> => {
    const first = await Promise.all(
      pendingShards.map((shard) => index.find(shard, { before: Number.POSITIVE_INFINITY, limit: 1 })),
    );
    return Math.min(...first.flat().map(({ at }) => at));
  };
  return {
    heard: () => bell.heard(),
    async dueAt() {
      if (bell.listeners === 0) {
        return undefined;
      }
      const due = Math.max((await oldest()) + graceSeconds * 1000, rangAt + everyMinutes * 60_000);
      return Number.isFinite(due) ? due : undefined;
    },
    ring() {
      rangAt = clock.now();
      bell.ring();
    },
  };
}
