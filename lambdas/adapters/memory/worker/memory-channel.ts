import type { Clock } from '../../../core/ports/clock.ts';
import type { OutgoingMessage, Publisher } from '../../../core/ports/publisher.ts';
import type { WorkerSource } from '../../../core/ports/worker-source.ts';
import type { HeldEntry } from './held-entry.ts';
import { createMemorySource } from './memory-source.ts';
import { createWakeUp } from './wake-up.ts';

/** What a channel works with. */
export interface MemoryChannelDependencies {
  readonly clock: Clock;
  /** Resolves after so many milliseconds, or when `signal` aborts. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Whether a message waits for the earlier ones of its key, as on a partitioned log; else they are handed out freely. */
  readonly ordered: boolean;
  /** Records that one source may hold unsettled. @default 100 */
  readonly mostHeld?: number;
  /** Records of one batch. @default 10 */
  readonly batchSize?: number;
}

/** Messages between publishers and a group of workers: a log, a stream or a queue of this process's memory. */
export interface MemoryChannel {
  readonly publisher: Publisher;
  /** One more worker of the group. */
  source(): WorkerSource;
  /** Messages that nobody has settled yet, in the order in which they came. */
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
  const wakeUp = createWakeUp();
  const shared = { ...dependencies, entries, wakeUp };
  return {
    publisher: {
      publish(messages) {
        entries.push(...messages.map(entryOf));
        wakeUp.all();
        return Promise.resolve({ failed: [] });
      },
    },
    source: () =>
      createMemorySource({ ...shared, take: (holder, most) => take(entries, { holder, most, clock, ordered }) }),
    waiting: () => entries.map(({ id }) => id),
  };
}

function entryOf({ id, key, body }: OutgoingMessage): HeldEntry {
  return { id, key, body, receives: 0, notBefore: 0, holder: undefined };
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
