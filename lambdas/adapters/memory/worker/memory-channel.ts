import type { OutgoingMessage, Publisher } from '../../../core/ports/publisher.ts';
import { createWakeUp } from '../../../core/worker/wake-up.ts';
import { createChannelShelf } from './channel-shelf.ts';
import { type HeldEntry, newEntry } from './held-entry.ts';
import type { EntryLimits } from './entry-limits.ts';
import { createKeepingPublisher } from './keeping-publisher.ts';
import { type MemoryGroup, type MemoryReading, createMemoryGroup } from './memory-group.ts';

/** What a channel works with. */
export interface MemoryChannelDependencies extends MemoryReading {
  /** Whether a message waits for the earlier ones of its key, as with a single active consumer; else all go freely. */
  readonly ordered: boolean;
  /** Bytes of the largest body that it takes. @default any body */
  readonly mostBytes?: number;
  /** Messages that fit in; publishers of more are told so. @default no limit */
  readonly mostEntries?: number | undefined;
  /** What it gives up by itself. @default nothing */
  readonly limits?: EntryLimits | undefined;
}

/** Messages between publishers and one group of workers: a queue. */
export interface MemoryChannel extends MemoryGroup {
  readonly publisher: Publisher;
  /** What nobody has settled yet, in the order in which it came. */
  messages(): readonly OutgoingMessage[];
}

/**
 * Makes a channel: what brokers with acknowledgements do, without a broker. A message that is sent twice comes twice.
 *
 * Takes time from its clock alone, so that a simulation can drive it.
 */
export function createMemoryChannel(dependencies: MemoryChannelDependencies): MemoryChannel {
  const entries = new Set<HeldEntry>();
  const wakeUp = createWakeUp();
  const shelf = createChannelShelf(entries, dependencies);
  const { clock, mostEntries = Infinity } = dependencies;
  let sent = 0;
  return {
    ...createMemoryGroup({ ...dependencies, shelf, wakeUp }),
    publisher: createKeepingPublisher({
      ...dependencies,
      refusalOf: () => (entries.size < mostEntries ? undefined : `a queue must hold at most ${mostEntries} messages`),
      keep: (message) => {
        sent += 1;
        entries.add(newEntry(message, String(sent), clock.now()));
      },
      kept: () => {
        wakeUp.all();
      },
    }),
    messages: () => Array.from(entries, ({ message }) => message),
  };
}
