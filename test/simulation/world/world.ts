import { createMemoryBroker, type MemoryBroker } from '../../../lambdas/adapters/memory/broker/memory-broker.ts';
import { createVirtualClock, type VirtualClock } from '../../../lambdas/adapters/memory/clock/virtual-clock.ts';
import {
  createMemoryItemStore,
  type MemoryItemStore,
} from '../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import type { SourceRecord } from '../../../lambdas/core/consume/source-record.ts';
import type { IdSource } from '../../../lambdas/core/ports/id-source.ts';
import { seedStock } from '../../../localstack/seed/seed-stock.ts';
import { fixedIds } from '../../support/fixed-ids.ts';
import type { Mutation } from '../mutants/mutation.ts';
import type { Defect, Scenario } from '../scenario.ts';
import type { FaultPlan } from '../schedule/faults.ts';
import { newProcess } from '../schedule/process.ts';
import type { Random } from '../schedule/random.ts';
import { type Scheduler, createScheduler } from '../schedule/scheduler.ts';
import { type Bell, createBell } from './bell.ts';
import { type Ledger, createLedger } from './ledger.ts';
import { patientDefinition } from './patient-definition.ts';
import { type SweepBell, createSweepBell } from './sweep-bell.ts';
import { sweeperSettings } from './sweeper-settings.ts';

/** What a run is made of. */
export interface RunOptions {
  readonly scenario: Scenario;
  readonly random: Random;
  readonly faults: FaultPlan;
  /** How probable it is at each step that time leaps by a visibility timeout. */
  readonly leapChance: number;
  readonly mutation: Mutation;
}

/** Everything that outlives the death of a process. */
export interface World {
  readonly scenario: Scenario;
  readonly random: Random;
  readonly leapChance: number;
  readonly mutation: Mutation;
  readonly clock: VirtualClock;
  readonly ids: IdSource;
  readonly items: MemoryItemStore;
  readonly broker: MemoryBroker;
  readonly scheduler: Scheduler;
  readonly ledger: Ledger;
  readonly bell: SweepBell;
  /** Calls the operators when only they can help. */
  readonly helpdesk: Bell;
  /** How far the orders are sent and the stream is relayed, how often operators were called, what is repaired. */
  readonly progress: { ordersSent: number; relayedTo: number; calls: number; repaired: boolean };
  /** Id of the message that each defect strikes. */
  readonly spoilt: Map<Defect, string>;
  /** Standard queues that are to deliver twice what they deliver next. */
  readonly doubling: Set<string>;
  /** What a standard queue delivers a second time, by queue. */
  readonly secondDeliveries: Map<string, readonly SourceRecord[]>;
  /** For processes that found nothing to do: rings when somebody did something. */
  readonly news: Bell;
}

/** Seconds after which a message that nobody deleted is delivered again. */
export const visibilitySeconds = 180;

/** Makes a world in which nothing has happened but that the stock is there. */
export async function createWorld({ scenario, random, faults, leapChance, mutation }: RunOptions): Promise<World> {
  const clock = createVirtualClock(Date.UTC(2026, 0, 1));
  const now = (): number => clock.now();
  const items = createMemoryItemStore();
  const ledger = createLedger({ items, now });
  await seedStock(items, scenario.stock);
  ledger.noteCommits(newProcess('seed', 'import'));
  return {
    ...{ scenario, random, leapChance, mutation, clock, items, ledger },
    ids: fixedIds('id'),
    broker: createMemoryBroker({
      ...{ definition: patientDefinition, clock, ids: fixedIds('q') },
      visibilitySecondsOf: () => visibilitySeconds,
    }),
    scheduler: createScheduler({ random, plan: faults, now }),
    bell: createSweepBell({ index: items, clock, ...sweeperSettings }),
    helpdesk: createBell(),
    progress: { ordersSent: 0, relayedTo: 0, calls: 0, repaired: false },
    spoilt: new Map(),
    doubling: new Set(),
    secondDeliveries: new Map(),
    news: createBell(),
  };
}
