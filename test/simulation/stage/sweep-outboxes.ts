import { silentTelemetry } from '../../../lambdas/adapters/telemetry/silent-telemetry.ts';
import { pendingIndex } from '../../../lambdas/core/outbox/pending-shard.ts';
import { createOutboxSweeper } from '../../../lambdas/core/outbox/outbox-sweeper.ts';
import type { Process } from '../schedule/process.ts';
import { indexOf, itemsOf } from './items-of.ts';
import { publisherOf } from './publisher-of.ts';
import { sweeperSettings } from './sweeper-settings.ts';
import type { Stage } from './stage.ts';

/** Seconds before the end of a sweep from which nothing new is begun. */
const marginSeconds = 10;

/** Sweeps whenever the bell rings, for ever. */
export async function sweepOutboxes(stage: Stage, process: Process): Promise<void> {
  const { bell, clock, ids } = stage;
  const { graceSeconds, leaseSeconds, timeoutSeconds } = sweeperSettings;
  const sweeper = createOutboxSweeper({
    ...{
      items: itemsOf(stage, process),
      index: indexOf(stage, process, pendingIndex),
      publisher: publisherOf(stage, process),
    },
    ...{ telemetry: silentTelemetry, clock, ids, graceSeconds, leaseSeconds },
  });
  for (;;) {
    await bell.heard();
    await sweeper.sweep({ deadline: clock.now() + (timeoutSeconds - marginSeconds) * 1000 });
  }
}
