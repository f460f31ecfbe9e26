import { createVirtualClock, type VirtualClock } from '../../../../lambdas/adapters/memory/clock/virtual-clock.ts';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import {
  createMemorySourceControl,
  type MemorySourceControl,
} from '../../../../lambdas/adapters/memory/source-control/memory-source-control.ts';
import {
  type CircuitBreakerDefinition,
  circuitBreaker,
} from '../../../../lambdas/contracts/definition/circuit-breaker.ts';
import { createRetryBudget } from '../../../../lambdas/core/breaker/retry-budget.ts';
import type { ItemStore } from '../../../../lambdas/core/ports/item-store.ts';
import type { SourceControl } from '../../../../lambdas/core/ports/source-control.ts';
import { type ItemCounts, countingItems } from '../../../support/counting-items.ts';
import { recordingTelemetry } from '../../../support/recording-telemetry.ts';

/** A queue `work` with its breaker, and what a guard works with. */
export interface GuardWorld {
  readonly policy: CircuitBreakerDefinition;
  readonly clock: VirtualClock;
  readonly items: ItemStore;
  readonly counts: ItemCounts;
  readonly telemetry: ReturnType<typeof recordingTelemetry>;
  readonly leaseSeconds: number;
  /** The source itself, which an operator may switch by hand. */
  readonly source: MemorySourceControl;
  /** What guards have asked of it. */
  readonly asked: string[];
  /** The source as a guard reaches it. */
  readonly control: SourceControl;
  /** Opens the breaker of a queue. */
  readonly fail: (queue?: string) => Promise<void>;
}

/** Makes a queue that is read and has no failure yet. */
export function guardWorld(): GuardWorld {
  const policy = circuitBreaker({ entry: 'guard.ts' });
  const clock = createVirtualClock(Date.UTC(2026, 0, 1));
  const { items, counts } = countingItems(createMemoryItemStore());
  const telemetry = recordingTelemetry();
  const source = createMemorySourceControl();
  const asked: string[] = [];
  return {
    ...{ policy, clock, items, counts, telemetry, source, asked, leaseSeconds: 80 },
    control: {
      paused: (queue) => (asked.push('paused?'), source.paused(queue)),
      pause: (queue) => (asked.push('pause'), source.pause(queue)),
      resume: (queue) => (asked.push('resume'), source.resume(queue)),
    },
    fail: async (queue = 'work') => {
      await createRetryBudget({ items, clock, telemetry, queue, policy }).take(policy.failureBudget);
    },
  };
}
