import type { Bell } from '../stage/bell.ts';
import { createBell } from '../stage/bell.ts';
import { type Stage, type StageOptions, createStage } from '../stage/stage.ts';
import { type SweepBell, createSweepBell } from '../stage/sweep-bell.ts';
import { dueIndex } from '../../../lambdas/core/saga/timers/due-shard.ts';
import { nextTimer } from '../../../lambdas/core/saga/timers/next-timer.ts';
import type { VoyageMutation } from './mutants/voyage-mutation.ts';
import type { MidOrder, VoyageScenario } from './scenario.ts';
import { voyagePipeline } from './voyage-pipeline.ts';

/** What a run of voyages is made of. */
export interface VoyageOptions extends StageOptions {
  readonly scenario: VoyageScenario;
  readonly mutation: VoyageMutation;
}

/** Everything of the voyages that outlives the death of a process. */
export interface VoyageWorld extends Stage {
  readonly scenario: VoyageScenario;
  readonly mutation: VoyageMutation;
  /** When it began, in virtual milliseconds since the epoch. */
  readonly startedAt: number;
  /** The schedule of the timer sweepers. */
  readonly timers: SweepBell;
  /** Calls the operators when only they can help. */
  readonly helpdesk: Bell;
  /** How far the voyages are asked for and given up, how often operators were called, what they still have to order. */
  readonly progress: { wanted: number; unwanted: number; calls: number; readonly orders: MidOrder[] };
}

/** Makes a world in which nobody wants to travel yet. */
export function createVoyageWorld(options: VoyageOptions): VoyageWorld {
  const { scenario, mutation } = options;
  const stage = createStage(voyagePipeline, options);
  const { items, clock } = stage;
  const looks = { items, index: items.index(dueIndex) };
  const timers = createSweepBell({
    oldest: async () => (await nextTimer(looks)) ?? Number.POSITIVE_INFINITY,
    ...{ clock, graceSeconds: 0, everyMinutes: 1 },
  });
  stage.schedules.push(timers);
  return {
    ...{ ...stage, scenario, mutation, timers, startedAt: clock.now() },
    helpdesk: createBell(),
    progress: { wanted: 0, unwanted: 0, calls: 0, orders: [...scenario.orders] },
  };
}
