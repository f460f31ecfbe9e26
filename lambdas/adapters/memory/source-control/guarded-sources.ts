import type { PipelineDefinition } from '../../../contracts/definition/pipeline-definition.ts';
import { type RetryBudgetAroundOptions, retryBudgetAround } from '../../../core/breaker/retry-budget-around.ts';
import { createSourceGuard } from '../../../core/breaker/source-guard.ts';
import type { BatchConsumer } from '../../../core/consume/batch-consumer.ts';
import type { Clock } from '../../../core/ports/clock.ts';
import type { ItemStore } from '../../../core/ports/item-store.ts';
import type { Telemetry } from '../../../core/ports/telemetry.ts';
import type { Timers } from '../../../core/ports/timers.ts';
import { createMemorySourceControl } from './memory-source-control.ts';

/** The sources of a pipeline that runs in one process, with their circuit breakers. */
export interface GuardedSources {
  /** Whether nothing may be received from the queue now. */
  isPaused(queue: string): boolean;
  /** Puts the retry budget of a consumer's queue around it. */
  around(consumer: GuardedConsumer): (consume: BatchConsumer) => BatchConsumer;
  /** One look of the guard at every queue: pauses and resumes what has to be. */
  look(): Promise<void>;
}

/** A consumer whose failures count. */
export type GuardedConsumer = Pick<RetryBudgetAroundOptions, 'consumer' | 'queue' | 'visibility' | 'telemetry'>;

/** What guarded sources work with. */
export interface GuardedSourcesDependencies {
  readonly pipeline: Pick<PipelineDefinition, 'circuitBreaker' | 'queues'>;
  readonly items: ItemStore;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Of the guard. */
  readonly telemetry: Telemetry;
  /** A number from 0 up to but not including 1. */
  readonly random: () => number;
}

/** Seconds for which a look has a source to itself; in one process it ends at once. */
const leaseSeconds = 60;

/** Joins budgets, guard and sources as the deployed stacks do; without a circuit breaker nothing is ever paused. */
export function createGuardedSources(dependencies: GuardedSourcesDependencies): GuardedSources {
  const { pipeline, items, clock, telemetry } = dependencies;
  const { circuitBreaker: policy, queues } = pipeline;
  const control = createMemorySourceControl();
  const guard =
    policy &&
    createSourceGuard({
      ...{ items, control, clock, telemetry, policy, leaseSeconds, queues: Object.keys(queues) },
      sleep: () => Promise.resolve(),
    });
  return {
    isPaused: (queue) => control.isPaused(queue),
    around: (consumer) => retryBudgetAround({ ...dependencies, ...consumer }),
    async look() {
      await guard?.look();
    },
  };
}
