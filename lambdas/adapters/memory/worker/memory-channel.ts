import type { Clock } from '../../../core/ports/clock.ts';
import type { OutgoingMessage, Publisher } from '../../../core/ports/publisher.ts';
import type { HeldEntry } from './held-entry.ts';
import type { MemoryChannelDependencies } from './memory-channel-dependencies.ts';
import { type MemorySource, createMemorySource } from './memory-source.ts';
import { createWakeUp } from './wake-up.ts';

/** Messages between publishers and a group of workers: a log, a stream or a queue of this process's memory. */
export interface MemoryChannel {
  readonly publisher: Publisher;
  /** One more worker of the group. */
  source(): MemorySource;
  /** Bodies of messages that nobody has settled yet, in the order in which they came. */
  waiting(): readonly string[];
}

/**
 * Makes a channel: what brokers with acknowledgements do, without a broker.
 *
 * Takes time from its clock and its `sleep` alone, so that a simulation can drive it.
 */
export function createMemoryChannel(dependencies: MemoryChannelDependencies): MemoryChannel {
  const { clock, ordered } = dependencies;
  const entries: HeldEntry[] = [];
  let sent = 0;
  const wakeUp = createWakeUp();
  const shared = { ...dependencies, entries, wakeUp };
  return {
    publisher: {
      publish(messages) {
        for (const message of messages) {
          sent += 1;
          entries.push(entryOf(message, sent));
        }
        wakeUp.all();
        return Promise.resolve({ failed: [] });
      },
    },
    source: () =>
      createMemorySource({ ...shared, take: (holder, most) => take(entries, { holder, most, clock, ordered }) }),
    waiting: () => entries.map(({ body }) => body),
  };
}

/** A message that is sent twice is two entries, as on any broker. */
function entryOf({ key, body, redrive }: OutgoingMessage, sequence: number): HeldEntry {
  return { id: String(sequence), key, body, redrive, receives: 0, notBefore: 0, holder: undefined };
}

interface Take {
  readonly holder: object;
  readonly most: number;
  readonly clock: Clock;
  readonly ordered: boolean;
}

/** The next entries that may be handed out, taken; where the order counts, none behind one of its key that may not. */
function take(entries: readonly HeldEntry[], { holder, most, clock, ordered }: Take): readonly HeldEntry[] {
  const now = clock.now();
  const behind = new Set<string>();
  const taken: HeldEntry[] = [];
  for (const entry of entries) {
    if (taken.length === most) {
      break;
    }
    if (entry.holder !== undefined || entry.notBefore > now || behind.has(entry.key)) {
      if (ordered) {
        behind.add(entry.key);
      }
      continue;
    }
    entry.holder = holder;
    entry.receives += 1;
    taken.push(entry);
  }
  return taken;
}
