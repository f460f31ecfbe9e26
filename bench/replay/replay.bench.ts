import {
  type MemoryItemStore,
  createMemoryItemStore,
} from '../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { systemClock as clock } from '../../lambdas/adapters/system/system-clock.ts';
import { uuidSource as ids } from '../../lambdas/adapters/system/uuid-source.ts';
import { silentTelemetry as telemetry } from '../../lambdas/adapters/telemetry/silent-telemetry.ts';
import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import { createEventIndexer } from '../../lambdas/core/event-index/event-indexer.ts';
import { createSubscription } from '../../lambdas/core/event-index/subscription.ts';
import { Booked } from '../event-store/account.ts';
import { ourSide } from '../event-store/our-side.ts';
import { eventsPerCommit, play } from '../event-store/workload.ts';
import { median } from '../report/median.ts';

/** What it takes to bring events into the index and to read all of them from there, in memory. */
export interface ReplayFigures {
  readonly streams: number;
  readonly events: number;
  readonly indexedPerSecond: number;
  /** Decoded, validated and handed over in their order, with checkpoints; the median of the rounds. */
  readonly replayedPerSecond: number;
}

const workload = { accounts: 1000, commits: 10 };
const rounds = 5;
const changesAtOnce = 100;

/** Measures the index over all events of 1,000 streams: how fast it is fed, and how fast a subscription reads it. */
export async function benchReplay(progress: (line: string) => void): Promise<ReplayFigures> {
  const events = workload.accounts * workload.commits * eventsPerCommit;
  progress(`${events} events into the index, and out of it again`);
  const source = createMemoryItemStore();
  await play(ourSide(source, { snapshots: true }), workload);
  const index = createMemoryItemStore();
  const indexedPerSecond = events / (await secondsOf(() => indexAll(source, index)));
  const rates: number[] = [];
  // The first round warms up.
  for (let round = 0; round <= rounds; round += 1) {
    let read = 0;
    const seconds = await secondsOf(async () => {
      read = await replayAll(index, `round${round}`);
    });
    refuseOther(read, events);
    rates.push(events / seconds);
  }
  return { streams: workload.accounts, events, indexedPerSecond, replayedPerSecond: median(rates.slice(1)) };
}

/** In batches of the size in which the table's stream gives them. */
async function indexAll(source: MemoryItemStore, index: MemoryItemStore): Promise<void> {
  const backoff = { wait: () => Promise.resolve() };
  const indexer = createEventIndexer({ source, items: index, categories: ['account'], clock, backoff, telemetry });
  for (let position = 0; ; position += changesAtOnce) {
    const changes = source.changesAfter(position, changesAtOnce);
    if (changes.length === 0) {
      return;
    }
    const { failedFrom } = await indexer.index(changes);
    if (failedFrom !== undefined) {
      throw new PipelineError('every event must get into the index, got a failed change', { code: 'batch-failed' });
    }
  }
}

async function replayAll(items: MemoryItemStore, name: string): Promise<number> {
  let read = 0;
  const subscription = createSubscription(
    { items, telemetry, clock, ids },
    {
      name,
      events: [Booked],
      handle: (events) => {
        read += events.length;
        return Promise.resolve({});
      },
    },
  );
  await subscription.run({ deadline: Number.MAX_SAFE_INTEGER });
  return read;
}

async function secondsOf(run: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await run();
  return (performance.now() - started) / 1000;
}

function refuseOther(read: number, events: number): void {
  if (read !== events) {
    throw new PipelineError(`a replay must read ${events} events, got ${read}`, { code: 'batch-failed' });
  }
}
