import { pendingShardCount, pendingShards } from './pending-shard.ts';
import type { PageSweep } from './sweep-page.ts';
import { type ShardSweep, type SweepShardDependencies, sweepShard } from './sweep-shard.ts';

/** What one run found and did. */
export interface SweepResult {
  /** Messages found that had waited too long, or behind one that had. */
  readonly messages: number;
  readonly published: number;
  /** Seconds that the oldest of them had waited; 0 when there was none. */
  readonly oldestSeconds: number;
  /** Shards at which another sweeper was at work. */
  readonly taken: number;
  /** Shards that could not be swept; their messages stay for the next run. */
  readonly failed: number;
  /** Whether nothing was left for want of time. */
  readonly finished: boolean;
}

/** The last resort of the outbox: publishes what is committed and still waits, whatever became of the stream. */
export interface OutboxSweeper {
  /** One look at every shard, counted as `UndispatchedAge` unless one failed. */
  sweep(run: SweepRun): Promise<SweepResult>;
}

/** How long a run may last, and what it takes up. */
export interface SweepRun {
  /** Milliseconds since the epoch, from which on nothing new is begun. */
  readonly deadline: number;
  /** Seconds that a message may wait for the relay. @default the sweeper's */
  readonly graceSeconds?: number | undefined;
}

/** What a sweeper works with. */
export type OutboxSweeperDependencies = SweepShardDependencies;

/**
 * Creates the sweeper.
 *
 * It sends the ids that the relay sends, so that consumers recognise what both have sent; it may run beside the relay
 * and beside other sweepers. A message that fails holds back the later ones of its key and no others.
 */
export function createOutboxSweeper(dependencies: OutboxSweeperDependencies): OutboxSweeper {
  const { clock, telemetry } = dependencies;
  return {
    async sweep({ deadline, graceSeconds = dependencies.graceSeconds }) {
      const started = clock.now();
      const heldKeys = new Set<string>();
      const sweeps: (ShardSweep | undefined)[] = [];
      for (const shard of shardsFrom(started)) {
        if (clock.now() >= deadline) {
          break;
        }
        sweeps.push(await attempt({ ...dependencies, graceSeconds }, { shard, deadline, heldKeys }));
      }
      const result = resultOf(sweeps, started);
      // Who could not look everywhere does not know the age: what raises the alarm then is that nothing is counted.
      if (result.failed === 0) {
        telemetry.count('UndispatchedAge', result.oldestSeconds);
      }
      telemetry.count('UndispatchedMessages', result.messages);
      return result;
    },
  };
}

/** Every shard, from another one each minute: a run that ends early must not leave out the same ones each time. */
function shardsFrom(now: number): readonly string[] {
  const first = Math.floor(now / 60_000) % pendingShardCount;
  return [...pendingShards.slice(first), ...pendingShards.slice(0, first)];
}

/** A shard that fails does not fail its neighbours. */
async function attempt(
  dependencies: OutboxSweeperDependencies,
  run: Parameters<typeof sweepShard>[1],
): Promise<ShardSweep | undefined> {
  try {
    return await sweepShard(dependencies, run);
  } catch (cause) {
    dependencies.telemetry.error('shard not swept', { shard: run.shard }, cause);
    return undefined;
  }
}

function resultOf(sweeps: readonly (ShardSweep | undefined)[], now: number): SweepResult {
  const swept = sweeps.filter((sweep) => sweep?.kind === 'swept');
  const pages = swept.flatMap((sweep) => sweep.pages);
  const sum = (count: (page: PageSweep) => number): number => pages.reduce((total, page) => total + count(page), 0);
  const oldest = Math.min(now, ...pages.flatMap((page) => page.oldest ?? []));
  return {
    messages: sum(({ messages }) => messages),
    published: sum(({ published }) => published),
    oldestSeconds: Math.floor((now - oldest) / 1000),
    taken: sweeps.filter((sweep) => sweep?.kind === 'taken').length,
    failed: sweeps.filter((sweep) => sweep === undefined).length,
    finished: sweeps.length === pendingShardCount && swept.every(({ finished }) => finished),
  };
}
