import { silentTelemetry } from '../../../../lambdas/adapters/telemetry/silent-telemetry.ts';
import { createOutboxSweeper } from '../../../../lambdas/core/outbox/outbox-sweeper.ts';
import type { Process } from '../../schedule/process.ts';
import { indexOf, itemsOf } from '../items-of.ts';
import { publisherOf } from '../publisher-of.ts';
import { sweeperSettings } from '../sweeper-settings.ts';
import type { World } from '../world.ts';

/** Seconds before the end of a sweep from which nothing new is begun. */
const marginSeconds = 10;

/** Sweeps whenever the bell rings, for ever. */
export async function sweepOutboxes(world: World, process: Process): Promise<void> {
  const { bell, clock, ids } = world;
  const { graceSeconds, leaseSeconds, timeoutSeconds } = sweeperSettings;
  const sweeper = createOutboxSweeper({
    ...{ items: itemsOf(world, process), index: indexOf(world, process), publisher: publisherOf(world, process) },
    ...{ telemetry: silentTelemetry, clock, ids, graceSeconds, leaseSeconds },
  });
  for (;;) {
    await bell.heard();
    await sweeper.sweep({ deadline: clock.now() + (timeoutSeconds - marginSeconds) * 1000 });
  }
}
