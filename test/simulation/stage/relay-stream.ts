import { silentTelemetry } from '../../../lambdas/adapters/telemetry/silent-telemetry.ts';
import { createOutboxRelay } from '../../../lambdas/core/outbox/outbox-relay.ts';
import type { ItemChange } from '../../../lambdas/core/ports/item-change.ts';
import type { Process } from '../schedule/process.ts';
import { itemsOf } from './items-of.ts';
import { publisherOf } from './publisher-of.ts';
import type { Stage } from './stage.ts';

/** Changes that the relay is given at once. */
const batchSize = 20;

/** Relays the table's stream for ever; how far it has come outlives it. */
export async function relayStream(stage: Stage, process: Process): Promise<void> {
  const { items, clock, scheduler, mutation, relayed } = stage;
  const stored = itemsOf(stage, process);
  const relay = (mutation.relay ?? createOutboxRelay)({
    items: stored,
    claims: { items: stored, clock },
    publisher: publisherOf(stage, process),
    telemetry: silentTelemetry,
  });
  for (;;) {
    const changes = items.changesAfter(relayed.to, batchSize);
    if (changes.length === 0) {
      await stage.news.heard();
      continue;
    }
    const failedFrom = await relay.relay(changes).then(
      (result) => result.failedFrom,
      () => changes[0]?.sequence,
    );
    const next = (mutation.position ?? positionAfter)(changes, failedFrom);
    await scheduler
      .call(process, { operation: 'checkpoint', label: `checkpoint ${next}` }, () => {
        relayed.to = next;
        return Promise.resolve();
      })
      .catch(() => undefined);
  }
}

/** As an event source mapping does it: a failed record is read again. */
function positionAfter(changes: readonly ItemChange[], failedFrom: string | undefined): number {
  return failedFrom === undefined ? Number(changes.at(-1)?.sequence) : Number(failedFrom) - 1;
}
