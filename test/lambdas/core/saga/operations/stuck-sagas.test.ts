import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  type MemoryItemStore,
  createMemoryItemStore,
} from '../../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import type { ItemIndex } from '../../../../../lambdas/core/ports/item-index.ts';
import {
  type StuckSagas,
  countStuckSagas,
  mostPerShard,
} from '../../../../../lambdas/core/saga/operations/stuck-sagas.ts';
import { dueIndex, dueShardOf, stuckShardOf } from '../../../../../lambdas/core/saga/timers/due-shard.ts';
import { createTimerSweeper } from '../../../../../lambdas/core/saga/timers/timer-sweeper.ts';
import { fixedClock } from '../../../../support/fixed-clock.ts';
import { loanRig } from '../../../../support/loan-rig.ts';
import { recordingTelemetry } from '../../../../support/recording-telemetry.ts';

const now = Date.UTC(2026, 10, 25, 9);
let items: MemoryItemStore;
let telemetry: ReturnType<typeof recordingTelemetry>;

beforeEach(() => {
  items = createMemoryItemStore();
  telemetry = recordingTelemetry();
});

async function indexed(partition: string, dueShard: string, dueAt: number): Promise<void> {
  await items.write({ kind: 'put', key: { partition, sort: 'saga' }, attributes: { dueShard, dueAt }, when: [] });
}

const counted = (): Promise<StuckSagas> =>
  countStuckSagas({ index: items.index(dueIndex), telemetry, clock: fixedClock(now) });

describe('the count of stuck sagas', () => {
  it('failure mode 51: counts those of every shard and how long the first of them is stuck', async () => {
    for (let place = 1; place <= 40; place += 1) {
      await indexed(`fulfilment-${place}`, stuckShardOf(`fulfilment-${place}`), now - place * 1000);
    }

    expect(await counted()).toEqual({ sagas: 40, oldestSeconds: 40 });
    expect([...telemetry.counts]).toEqual([
      ['StuckSagas', 40],
      ['OldestStuckSagaSeconds', 40],
    ]);
  });

  it('counts 0 when none is, so that silence can raise an alarm', async () => {
    await indexed('fulfilment-1', dueShardOf('fulfilment-1'), now - 5000);

    expect(await counted()).toEqual({ sagas: 0, oldestSeconds: 0 });
    expect([...telemetry.counts]).toEqual([
      ['StuckSagas', 0],
      ['OldestStuckSagaSeconds', 0],
    ]);
  });

  it('counts no more of a shard than an alarm needs', async () => {
    for (let place = 0; place <= mostPerShard; place += 1) {
      await indexed(`fulfilment-${place}`, 'stuck#03', now - 1000);
    }

    expect(await counted()).toEqual({ sagas: mostPerShard, oldestSeconds: 1 });
  });
});

describe('a sweep of timers', () => {
  it('counts the stuck sagas', async () => {
    await createTimerSweeper({ ...loanRig().sweeping, telemetry }).sweep({ deadline: Number.MAX_SAFE_INTEGER });

    expect(telemetry.counts.get('StuckSagas')).toBe(0);
  });

  it('counts nothing when it cannot look, so that silence raises the alarm, and has swept all the same', async () => {
    const index: ItemIndex = { find: () => Promise.reject(new Error('no answer')) };

    const swept = await createTimerSweeper({ ...loanRig().sweeping, telemetry, index }).sweep({ deadline: Infinity });

    expect(swept).toMatchObject({ timers: 0, stuck: undefined });
    expect(telemetry.counts.has('StuckSagas')).toBe(false);
    expect(telemetry.lines).toContain('stuck sagas not counted');
  });
});
