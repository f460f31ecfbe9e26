import type { MemoryItemStore } from '../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import type { SweeperDefinition } from '../../lambdas/contracts/definition/sweeper.ts';
import { createOutboxSweeper } from '../../lambdas/core/outbox/outbox-sweeper.ts';
import { pendingIndex, pendingShards } from '../../lambdas/core/outbox/pending-shard.ts';
import { sweepLeaseSeconds } from '../../lambdas/core/outbox/sweep-lease.ts';
import type { Clock } from '../../lambdas/core/ports/clock.ts';
import type { IdSource } from '../../lambdas/core/ports/id-source.ts';
import type { ItemIndex } from '../../lambdas/core/ports/item-index.ts';
import type { Publisher } from '../../lambdas/core/ports/publisher.ts';
import type { Telemetry } from '../../lambdas/core/ports/telemetry.ts';
import type { EmbeddedTask } from './embedded-task.ts';

/** What the sweeper of one process works with. */
export interface EmbeddedSweeperParts {
  readonly items: MemoryItemStore;
  readonly publisher: Publisher;
  readonly telemetry: Telemetry;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/** The outbox sweeper on the schedule of its definition, as the deployed rule invokes it: the first after one interval. */
export function embeddedSweeper(parts: EmbeddedSweeperParts, definition: SweeperDefinition): EmbeddedTask {
  const { items, clock } = parts;
  const index = items.index(pendingIndex);
  const { graceSeconds, everyMinutes, timeoutSeconds } = definition;
  const sweeper = createOutboxSweeper({ ...parts, index, graceSeconds, leaseSeconds: sweepLeaseSeconds });
  const next = (): number => clock.now() + everyMinutes * 60_000;
  let dueAt = next();
  return {
    turn: async () => {
      if (clock.now() < dueAt) {
        return false;
      }
      dueAt = next();
      const { published } = await sweeper.sweep({ deadline: clock.now() + timeoutSeconds * 1000 });
      return published > 0;
    },
    wakesAt: async () => ((await somethingWaits(index)) ? dueAt : undefined),
  };
}

async function somethingWaits(index: ItemIndex): Promise<boolean> {
  const looks = pendingShards.map((shard) => index.find(shard, { before: Number.MAX_SAFE_INTEGER, limit: 1 }));
  return (await Promise.all(looks)).some((found) => found.length > 0);
}
