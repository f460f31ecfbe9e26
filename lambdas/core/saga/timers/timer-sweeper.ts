import { type StuckSagas, countStuckSagas } from '../operations/stuck-sagas.ts';
import { dueShards, stuckShards } from './due-shard.ts';
import { type TimerShardDependencies, type TimerShardSweep, sweepTimerShard } from './sweep-timer-shard.ts';

/** What one run found and did. */
export interface TimerSweepResult {
  /** Timers found to have run out. */
  readonly timers: number;
  /** How many of them were reported to their sagas. */
  readonly sent: number;
  /** Seconds since the first of them ran out; 0 when there was none. */
  readonly oldestSeconds: number;
  /** Shards at which another sweeper was at work. */
  readonly taken: number;
  /** Shards that could not be swept; their timers stay for the next run. */
  readonly failed: number;
  /** Whether nothing was left for want of time. */
  readonly finished: boolean;
  /** The sagas that only an operator can help; undefined when they could not be counted. */
  readonly stuck: StuckSagas | undefined;
}

/** Finds the timers of sagas that have run out and tells their sagas. */
export interface TimerSweeper {
  /**
   * One look at every shard, counted as `OldestDueTimer` unless one failed, and at how many sagas are stuck; from `deadline` on, in milliseconds since the
   * epoch, nothing new is begun.
   */
  sweep(run: { readonly deadline: number }): Promise<TimerSweepResult>;
}

/** What a sweeper works with. */
export type TimerSweeperDependencies = TimerShardDependencies;

/** A saga that is stuck may have timers that go on: its steps behind the pivot are repeated for ever. */
const shards: readonly string[] = [...dueShards, ...stuckShards];

/**
 * Creates the sweeper.
 *
 * A timer stays in the index until its saga has moved on, so one that is reported in vain is reported again; a saga that
 * moved on meanwhile takes no notice of it.
 */
export function createTimerSweeper(dependencies: TimerSweeperDependencies): TimerSweeper {
  const { clock, telemetry } = dependencies;
  return {
    async sweep({ deadline }) {
      const started = clock.now();
      const sweeps: (TimerShardSweep | undefined)[] = [];
      for (const shard of shardsFrom(started)) {
        if (clock.now() >= deadline) {
          break;
        }
        sweeps.push(await attempt(dependencies, shard, deadline));
      }
      const result = resultOf(sweeps, started);
      // Who could not look everywhere does not know the age: what raises the alarm then is that nothing is counted.
      if (result.failed === 0) {
        telemetry.count('OldestDueTimer', result.oldestSeconds);
      }
      telemetry.count('TimersSent', result.sent);
      return { ...result, stuck: await countStuck(dependencies) };
    },
  };
}

/** Where they cannot be counted, silence raises the alarm; what was sent is sent. */
async function countStuck(dependencies: TimerSweeperDependencies): Promise<StuckSagas | undefined> {
  try {
    return await countStuckSagas(dependencies);
  } catch (cause) {
    dependencies.telemetry.error('stuck sagas not counted', {}, cause);
    return undefined;
  }
}

/** Every shard, from another one each minute: a run that ends early must not leave out the same ones each time. */
function shardsFrom(now: number): readonly string[] {
  const first = Math.floor(now / 60_000) % shards.length;
  return [...shards.slice(first), ...shards.slice(0, first)];
}

/** A shard that fails does not fail its neighbours. */
async function attempt(
  dependencies: TimerSweeperDependencies,
  shard: string,
  deadline: number,
): Promise<TimerShardSweep | undefined> {
  try {
    return await sweepTimerShard(dependencies, { shard, deadline });
  } catch (cause) {
    dependencies.telemetry.error('shard of timers not swept', { shard }, cause);
    return undefined;
  }
}

function resultOf(sweeps: readonly (TimerShardSweep | undefined)[], now: number): Omit<TimerSweepResult, 'stuck'> {
  const swept = sweeps.filter((sweep) => sweep?.kind === 'swept');
  const oldest = Math.min(now, ...swept.map((sweep) => sweep.oldest ?? now));
  return {
    timers: swept.reduce((total, { timers }) => total + timers, 0),
    sent: swept.reduce((total, { sent }) => total + sent, 0),
    oldestSeconds: Math.floor((now - oldest) / 1000),
    taken: sweeps.filter((sweep) => sweep?.kind === 'taken').length,
    failed: sweeps.filter((sweep) => sweep === undefined).length,
    finished: sweeps.length === shards.length && swept.every(({ finished }) => finished),
  };
}
