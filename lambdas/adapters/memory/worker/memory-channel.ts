import type { Publisher } from '../../../core/ports/publisher.ts';
import { createWakeUp } from '../../../core/worker/wake-up.ts';
import { createChannelShelf } from './channel-shelf.ts';
import { type HeldEntry, newEntry } from './held-entry.ts';
import type { MemoryReading } from './memory-reading.ts';
import { type MemorySource, createMemorySource } from './memory-source.ts';

/** What a channel works with. */
export interface MemoryChannelDependencies extends MemoryReading {
  /** Whether a message waits for the earlier ones of its key, as with a single active consumer; else all go freely. */
  readonly ordered: boolean;
}

/** Messages between publishers and one group of workers: a queue, or a stream whose entries are claimed. */
export interface MemoryChannel {
  readonly publisher: Publisher;
  /** One more worker of the group. */
  source(): MemorySource;
  /** Bodies of messages that nobody has settled yet, in the order in which they came. */
  waiting(): readonly string[];
}

/**
 * Makes a channel: what brokers with acknowledgements do, without a broker. A message that is sent twice comes twice.
 *
 * Takes time from its clock and its `sleep` alone, so that a simulation can drive it.
 */
export function createMemoryChannel(dependencies: MemoryChannelDependencies): MemoryChannel {
  const entries = new Set<HeldEntry>();
  const wakeUp = createWakeUp();
  const shelf = createChannelShelf(entries, dependencies);
  let sent = 0;
  return {
    publisher: {
      publish(messages) {
        for (const message of messages) {
          sent += 1;
          entries.add(newEntry(message, String(sent)));
        }
        wakeUp.all();
        return Promise.resolve({ failed: [] });
      },
    },
    source: () => createMemorySource({ ...dependencies, shelf, wakeUp }),
    waiting: () => [...entries].map(({ body }) => body),
  };
}
