import { createMemoryBroker, type MemoryBroker } from '../../../lambdas/adapters/memory/broker/memory-broker.ts';
import { createVirtualClock, type VirtualClock } from '../../../lambdas/adapters/memory/clock/virtual-clock.ts';
import {
  createMemoryItemStore,
  type MemoryItemStore,
} from '../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import type { PipelineDefinition } from '../../../lambdas/contracts/definition/pipeline-definition.ts';
import type { SourceRecord } from '../../../lambdas/core/consume/source-record.ts';
import { pendingIndex, pendingShards } from '../../../lambdas/core/outbox/pending-shard.ts';
import type { IdSource } from '../../../lambdas/core/ports/id-source.ts';
import { fixedIds } from '../../support/fixed-ids.ts';
import type { StageMutation } from '../mutants/stage-mutation.ts';
import type { ItemIndex } from '../../../lambdas/core/ports/item-index.ts';
import type { FaultPlan } from '../schedule/faults.ts';
import type { Random } from '../schedule/random.ts';
import { type Scheduler, createScheduler } from '../schedule/scheduler.ts';
import { type Bell, createBell } from './bell.ts';
import { type Ledger, createLedger } from './ledger.ts';
import { type SweepBell, createSweepBell } from './sweep-bell.ts';
import { sweeperSettings } from './sweeper-settings.ts';

/** What a stage is made of. */
export interface StageOptions {
  readonly random: Random;
  readonly faults: FaultPlan;
  /** How probable it is at each step that time leaps by a visibility timeout. */
  readonly leapChance: number;
}

/** What outlives the death of a process, whatever is played: time, store, queues, and who is called when. */
export interface Stage {
  readonly definition: PipelineDefinition;
  readonly random: Random;
  readonly leapChance: number;
  readonly mutation: StageMutation;
  readonly clock: VirtualClock;
  readonly ids: IdSource;
  readonly items: MemoryItemStore;
  readonly broker: MemoryBroker;
  readonly scheduler: Scheduler;
  readonly ledger: Ledger;
  readonly bell: SweepBell;
  /** Every schedule that is kept on it, the outbox sweepers' among them. */
  readonly schedules: Schedule[];
  /** How much there is to find beside what waits in queues. */
  readonly elsewhere: (() => number)[];
  /** How far the stream is relayed. */
  readonly relayed: { to: number };
  /** Standard queues that are to deliver twice what they deliver next. */
  readonly doubling: Set<string>;
  /** What a standard queue delivers a second time, by queue. */
  readonly secondDeliveries: Map<string, readonly SourceRecord[]>;
  /** For processes that found nothing to do: rings when somebody did something. */
  readonly news: Bell;
}

/** What happens by itself when its time has come. */
export type Schedule = Pick<SweepBell, 'dueAt' | 'ring'>;

/** Seconds after which a message that nobody deleted is delivered again. */
export const visibilitySeconds = 180;

/** Sets an empty stage. */
export function createStage(
  definition: Stage['definition'],
  { random, faults, leapChance, mutation }: StageOptions & { readonly mutation: StageMutation },
): Stage {
  const clock = createVirtualClock(Date.UTC(2026, 0, 1));
  const now = (): number => clock.now();
  const items = createMemoryItemStore();
  const bell = createSweepBell({ oldest: () => oldestPending(items.index(pendingIndex)), clock, ...sweeperSettings });
  return {
    ...{ definition, random, leapChance, mutation, clock, items },
    ids: fixedIds('id'),
    ledger: createLedger({ items, now }),
    broker: createMemoryBroker({
      ...{ definition, clock, ids: fixedIds('q') },
      visibilitySecondsOf: () => visibilitySeconds,
    }),
    scheduler: createScheduler({ random, plan: faults, now }),
    bell,
    schedules: [bell],
    elsewhere: [],
    relayed: { to: 0 },
    doubling: new Set(),
    secondDeliveries: new Map(),
    news: createBell(),
  };
}

async function oldestPending(index: ItemIndex): Promise<number> {
  const first = await Promise.all(
    pendingShards.map((shard) => index.find(shard, { before: Number.POSITIVE_INFINITY, limit: 1 })),
  );
  return Math.min(...first.flat().map(({ at }) => at));
}
