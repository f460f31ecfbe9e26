import type { BatchResult } from '../../../core/consume/batch-consumer.ts';
import type { SourceBatch, WorkerSource } from '../../../core/ports/worker-source.ts';
import { type HeldEntry, recordOf } from './held-entry.ts';
import type { MemoryChannelDependencies } from './memory-channel.ts';
import type { WakeUp } from './wake-up.ts';

/** What a source shares with the others of its channel. */
export interface MemorySourceDependencies extends MemoryChannelDependencies {
  readonly entries: HeldEntry[];
  readonly wakeUp: WakeUp;
  readonly take: (holder: object, most: number) => readonly HeldEntry[];
}

/** Makes one worker's view of a channel. */
export function createMemorySource(dependencies: MemorySourceDependencies): WorkerSource {
  const { clock, entries, wakeUp, take, ordered, mostHeld = 100, batchSize = 10 } = dependencies;
  const holder = {};
  const held = (): readonly HeldEntry[] => entries.filter((entry) => entry.holder === holder);
  const settle = (batch: readonly HeldEntry[], result: BatchResult): void => {
    settleHeld(
      entries,
      batch.filter((entry) => entry.holder === holder),
      result,
    );
    wakeUp.all();
  };
  return {
    visibility: { delay: (record, seconds) => delay(held(), record.id, clock.now() + seconds * 1000) },
    async *batches(signal) {
      while (!signal.aborted) {
        const batch = take(holder, Math.min(batchSize, mostHeld - held().length));
        if (batch.length > 0) {
          yield batchOf(batch, { ordered, settle });
        } else {
          await untilChanged(dependencies, signal);
        }
      }
    },
    close() {
      for (const entry of held()) {
        entry.holder = undefined;
      }
      wakeUp.all();
      return Promise.resolve();
    },
  };
}

function delay(held: readonly HeldEntry[], id: string, until: number): Promise<void> {
  const entry = held.find((one) => one.id === id);
  if (entry !== undefined) {
    entry.notBefore = until;
  }
  return Promise.resolve();
}

function settleHeld(entries: HeldEntry[], held: readonly HeldEntry[], { failed }: BatchResult): void {
  for (const entry of held) {
    entry.holder = undefined;
    if (!failed.includes(entry.id)) {
      entries.splice(entries.indexOf(entry), 1);
    }
  }
}

interface Settling {
  readonly ordered: boolean;
  readonly settle: (batch: readonly HeldEntry[], result: BatchResult) => void;
}

function batchOf(batch: readonly HeldEntry[], { ordered, settle }: Settling): SourceBatch {
  return {
    records: batch.map((entry) => recordOf(entry, ordered)),
    settle(result) {
      settle(batch, result);
      return Promise.resolve();
    },
  };
}

/** Until something was published or settled, or the first delay is over. */
async function untilChanged(
  { clock, entries, wakeUp, sleep }: MemorySourceDependencies,
  signal: AbortSignal,
): Promise<void> {
  const due = entries.filter(({ holder }) => holder === undefined).map(({ notBefore }) => notBefore);
  const later = due.filter((time) => time > clock.now());
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const changes = [wakeUp.next(either)];
  if (later.length > 0) {
    changes.push(sleep(Math.min(...later) - clock.now(), either));
  }
  await Promise.race(changes);
  over.abort();
}
