import { describe, expect, it } from '@jest/globals';
import { createVirtualClock } from '../../../../../lambdas/adapters/memory/clock/virtual-clock.ts';
import { createMemoryItemStore } from '../../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import {
  type GuardedSources,
  createGuardedSources,
} from '../../../../../lambdas/adapters/memory/source-control/guarded-sources.ts';
import { orders } from '../../../../../lambdas/contracts/orders/pipeline.ts';
import type { BatchConsumer } from '../../../../../lambdas/core/consume/batch-consumer.ts';
import { recordingTelemetry } from '../../../../support/recording-telemetry.ts';
import { delivery, notedVisibility } from '../../../core/consume/deliveries.ts';

const start = Date.UTC(2026, 0, 1);
const records = Array.from({ length: 20 }, (_, at) => delivery({ id: `${at}` }));
const allFail: BatchConsumer = (batch) => Promise.resolve({ failed: batch.map(({ id }) => id) });

function sourcesOf(pipeline: Parameters<typeof createGuardedSources>[0]['pipeline']): {
  readonly sources: GuardedSources;
  readonly clock: ReturnType<typeof createVirtualClock>;
} {
  const clock = createVirtualClock(start);
  const shared = { clock, timers: clock, telemetry: recordingTelemetry(), random: () => 0 };
  return { clock, sources: createGuardedSources({ pipeline, items: createMemoryItemStore(), ...shared }) };
}

async function failEverything(sources: GuardedSources): Promise<void> {
  const consumer = { consumer: 'payments', queue: 'payments', telemetry: recordingTelemetry() };
  const consume = sources.around({ ...consumer, visibility: notedVisibility() })(allFail);
  await consume(records, { deadline: start + 30_000 });
}

describe('guarded sources in one process', () => {
  it('are paused one by one, from the look after the breaker opened to the one after its cool-down', async () => {
    const { sources, clock } = sourcesOf(orders);

    await failEverything(sources);
    const before = sources.isPaused('payments');
    await sources.look();

    expect([before, sources.isPaused('payments'), sources.isPaused('orders')]).toEqual([false, true, false]);
    clock.advance((orders.circuitBreaker?.coolDownSeconds ?? 0) * 1000);
    await sources.look();
    expect(sources.isPaused('payments')).toBe(false);
  });

  it('are never paused without a circuit breaker', async () => {
    const { sources } = sourcesOf({ queues: orders.queues });

    await failEverything(sources);
    await sources.look();

    expect(sources.isPaused('payments')).toBe(false);
  });
});
