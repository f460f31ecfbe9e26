import type { BatchResult } from '../../../core/consume/batch-consumer.ts';
import type { SourceBatch, WorkerSource } from '../../../core/ports/worker-source.ts';
import { type HeldEntry, recordOf } from './held-entry.ts';
import type { MemoryChannelDependencies } from './memory-channel-dependencies.ts';
import type { WakeUp } from './wake-up.ts';

/** What a source shares with the others of its channel. */
export interface MemorySourceDependencies extends MemoryChannelDependencies {
  readonly entries: HeldEntry[];
  readonly wakeUp: WakeUp;
  readonly take: (holder: object, most: number) => readonly HeldEntry[];
}

/** A source whose worker can die. */
export interface MemorySource extends WorkerSource {
  /** The process ends: nothing is told, and what it held comes again once the channel notices. */
  kill(): void;
}

/** Makes one worker's view of a channel. */
export function createMemorySource(dependencies: MemorySourceDependencies): MemorySource {
  const { clock, entries, wakeUp, take, ordered, mostHeld = 100, batchSize = 10, redeliverySeconds = 0 } = dependencies;
  const holder = {};
  const left = new AbortController();
  const held = (): readonly HeldEntry[] => entries.filter((entry) => entry.holder === holder);
  const leave = (notBefore: number): void => {
    left.abort();
    giveBack(held(), notBefore);
    wakeUp.all();
  };
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
      const ended = AbortSignal.any([signal, left.signal]);
      while (!ended.aborted) {
        const batch = take(holder, Math.min(batchSize, mostHeld - held().length));
        if (batch.length > 0) {
          yield batchOf(batch, { ordered, settle });
        } else {
          await untilChanged(dependencies, ended);
        }
      }
    },
    close() {
      leave(0);
      return Promise.resolve();
    },
    kill() {
      leave(clock.now() + redeliverySeconds * 1000);
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

function giveBack(held: readonly HeldEntry[], notBefore: number): void {
  for (const entry of held) {
    entry.holder = undefined;
    entry.notBefore = Math.max(entry.notBefore, notBefore);
  }
}

function settleHeld(entries: HeldEntry[], held: readonly HeldEntry[], { failed }: BatchResult): void {
  const again = new Set(failed);
  for (const entry of held) {
    entry.holder = undefined;
    if (!again.has(entry.id)) {
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
