import type { SourceBatch, WorkerSource } from '../../../core/ports/worker-source.ts';
import type { WakeUp } from '../../../core/worker/wake-up.ts';
import { type HeldEntry, recordOf } from './held-entry.ts';
import type { MemoryReading } from './memory-reading.ts';
import type { MemoryShelf } from './memory-shelf.ts';

/** What a source shares with the others of its group. */
export interface MemorySourceDependencies extends MemoryReading {
  readonly ordered: boolean;
  readonly shelf: MemoryShelf;
  readonly wakeUp: WakeUp;
}

/** A source whose worker can die. */
export interface MemorySource extends WorkerSource {
  /** The process ends: nothing is told, and what it held comes again once the broker notices. */
  kill(): void;
}

/** Makes one worker's view of a shelf. */
export function createMemorySource(dependencies: MemorySourceDependencies): MemorySource {
  const { clock, shelf, wakeUp, mostHeld = 100, batchSize = 10, redeliverySeconds = 0 } = dependencies;
  const holder = {};
  const left = new AbortController();
  const leave = (notBefore: number): void => {
    if (!left.signal.aborted) {
      left.abort();
      shelf.leave(holder, notBefore);
      wakeUp.all();
    }
  };
  return {
    visibility: { delay: ({ id }, seconds) => delay(shelf.held(holder), id, clock.now() + seconds * 1000) },
    async *batches(signal) {
      const ended = AbortSignal.any([signal, left.signal]);
      while (!ended.aborted) {
        shelf.join(holder);
        const batch = shelf.take(holder, Math.min(batchSize, mostHeld - shelf.held(holder).length));
        if (batch.length > 0) {
          yield batchOf(batch, holder, dependencies);
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

function batchOf(
  batch: readonly HeldEntry[],
  holder: object,
  { ordered, shelf, wakeUp }: MemorySourceDependencies,
): SourceBatch {
  return {
    records: batch.map((entry) => recordOf(entry, ordered)),
    settle(result) {
      shelf.settle(
        batch.filter((entry) => entry.holder === holder),
        result,
      );
      wakeUp.all();
      return Promise.resolve();
    },
  };
}

/** Until something was published or settled, or time alone frees something. */
async function untilChanged(
  { clock, shelf, wakeUp, sleep }: MemorySourceDependencies,
  signal: AbortSignal,
): Promise<void> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const changes = [wakeUp.next(either)];
  const dueAt = shelf.dueAt();
  if (dueAt !== undefined) {
    changes.push(sleep(dueAt - clock.now(), either));
  }
  await Promise.race(changes);
  over.abort();
}
