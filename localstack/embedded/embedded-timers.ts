import type { MemoryItemStore } from '../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { timersSource } from '../../lambdas/adapters/lambda/timers-source.ts';
import { sha256Fingerprint } from '../../lambdas/adapters/system/sha256-fingerprint.ts';
import { coreOrders } from '../../lambdas/contracts/orders/core-orders.ts';
import { sweepLeaseSeconds } from '../../lambdas/core/outbox/sweep-lease.ts';
import type { Clock } from '../../lambdas/core/ports/clock.ts';
import type { IdSource } from '../../lambdas/core/ports/id-source.ts';
import type { Publisher } from '../../lambdas/core/ports/publisher.ts';
import type { Telemetry } from '../../lambdas/core/ports/telemetry.ts';
import { dueIndex } from '../../lambdas/core/saga/timers/due-shard.ts';
import { nextTimer } from '../../lambdas/core/saga/timers/next-timer.ts';
import { createTimerSweeper } from '../../lambdas/core/saga/timers/timer-sweeper.ts';
import type { EmbeddedTask } from './embedded-task.ts';

/** Seconds for which a run with nothing else to do waits for a timer: it is to end when only what is lost is awaited. */
export const timerPatienceSeconds = 120;

/** What the timers of one process work with. */
export interface EmbeddedTimersParts {
  readonly items: MemoryItemStore;
  readonly publisher: Publisher;
  readonly telemetry: Telemetry;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** @default timerPatienceSeconds */
  readonly patienceSeconds?: number;
}

/** The sweeper of timers on the schedule of the definition, as the deployed rule invokes it; none when it has none. */
export function embeddedTimers(parts: EmbeddedTimersParts): readonly EmbeddedTask[] {
  const { timers } = coreOrders;
  if (timers === undefined) {
    return [];
  }
  const { items, clock, patienceSeconds = timerPatienceSeconds } = parts;
  const { graceSeconds, everyMinutes, timeoutSeconds } = timers;
  const index = items.index(dueIndex);
  const sweeper = createTimerSweeper({
    ...{ ...parts, index, fingerprint: sha256Fingerprint, source: timersSource(coreOrders) },
    ...{ graceSeconds, leaseSeconds: sweepLeaseSeconds },
  });
  const next = (): number => clock.now() + everyMinutes * 60_000;
  let sweepsAt = next();
  const task: EmbeddedTask = {
    turn: async () => {
      if (clock.now() < sweepsAt) {
        return false;
      }
      sweepsAt = next();
      const { sent } = await sweeper.sweep({ deadline: clock.now() + timeoutSeconds * 1000 });
      return sent > 0;
    },
    wakesAt: async () => {
      const dueAt = await nextTimer({ items, index });
      const isSoon = dueAt !== undefined && dueAt <= clock.now() + patienceSeconds * 1000;
      return isSoon ? Math.max(dueAt + graceSeconds * 1000, sweepsAt) : undefined;
    },
  };
  return [task];
}
