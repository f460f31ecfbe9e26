import { expect, it } from '@jest/globals';
import { createChangeSignal } from '../../../../lambdas/adapters/redis/change-signal.ts';
import { createHeldEntries } from '../../../../lambdas/adapters/redis/held-entries.ts';
import { nextBatch } from '../../../../lambdas/adapters/redis/stream-batches.ts';
import { recordingTelemetry } from '../../../support/recording-telemetry.ts';
import { tickingClock } from '../../../support/ticking-clock.ts';

const due = 1000;
const redis = (): never => {
  throw new TypeError('Redis must not be asked');
};

it('hands out what becomes due while it looks, at once and not at the next look', async () => {
  const held = createHeldEntries();
  held.add({ id: '1-0', fields: {} }, 1);
  held.delay('1-0', due);
  const sleeps: number[] = [];
  const ending = new AbortController();

  const batch = await nextBatch(
    {
      ...{ stream: 'orders', held, clock: tickingClock(due - 1), telemetry: recordingTelemetry() },
      ...{ arrivals: createChangeSignal(), settlements: createChangeSignal() },
      ...{ mostHeld: 10, batchSize: 10, idleMs: 1000 },
      group: { ensure: redis, read: redis, claim: redis, acknowledge: redis, keep: redis, giveBack: redis },
      sleep: (milliseconds) => {
        sleeps.push(milliseconds);
        if (milliseconds > 1) {
          ending.abort();
        }
        return Promise.resolve();
      },
    },
    { fault: () => undefined, stop: () => Promise.resolve() },
    ending.signal,
  );

  expect(sleeps).toEqual([0]);
  expect(batch?.records.map(({ id }) => id)).toEqual(['1-0']);
});
