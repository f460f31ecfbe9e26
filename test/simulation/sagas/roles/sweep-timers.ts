import { silentTelemetry } from '../../../../lambdas/adapters/telemetry/silent-telemetry.ts';
import { sha256Fingerprint } from '../../../../lambdas/adapters/system/sha256-fingerprint.ts';
import { dueIndex } from '../../../../lambdas/core/saga/timers/due-shard.ts';
import { createTimerSweeper } from '../../../../lambdas/core/saga/timers/timer-sweeper.ts';
import type { Process } from '../../schedule/process.ts';
import { indexOf, itemsOf } from '../../stage/items-of.ts';
import { publisherOf } from '../../stage/publisher-of.ts';
import { sweeperSettings } from '../../stage/sweeper-settings.ts';
import type { VoyageWorld } from '../voyage-world.ts';

/** Seconds before the end of a sweep from which nothing new is begun. */
const marginSeconds = 10;

/** Tells sagas of timers that have run out whenever the bell rings, for ever. */
export async function sweepTimers(world: VoyageWorld, process: Process): Promise<void> {
  const { clock: real, ids, timers, mutation } = world;
  const { leaseSeconds, timeoutSeconds } = sweeperSettings;
  const clock = mutation.clock?.(real) ?? real;
  const sweeper = createTimerSweeper({
    ...{ items: itemsOf(world, process), index: indexOf(world, process, dueIndex) },
    ...{ publisher: publisherOf(world, process), telemetry: silentTelemetry, clock, ids },
    ...{ fingerprint: sha256Fingerprint, source: '/voyages/timers', graceSeconds: 0, leaseSeconds },
  });
  for (;;) {
    await timers.heard();
    await sweeper.sweep({ deadline: clock.now() + (timeoutSeconds - marginSeconds) * 1000 });
  }
}
