import type { OutgoingMessage, Publisher } from '../../../core/ports/publisher.ts';
import { createWakeUp } from '../../../core/worker/wake-up.ts';
import { createChannelShelf } from './channel-shelf.ts';
import type { EntryLimits } from './entry-limits.ts';
import { type HeldEntry, newEntry } from './held-entry.ts';
import { createKeepingPublisher } from './keeping-publisher.ts';
import { type MemoryGroup, type MemoryReading, createMemoryGroup } from './memory-group.ts';

/** What a stream works with. */
export interface MemoryStreamDependencies extends MemoryReading {
  /** Bytes of the largest body that it takes. @default any body */
  readonly mostBytes?: number;
  /** What it gives up by itself, for a group. @default nothing */
  readonly limitsOf?: (group: string) => EntryLimits | undefined;
  /** Whether a group that is opened later reads from the start; else from there on. @default true */
  readonly history?: boolean;
}

/** A stream in the memory of one process, read by any number of groups whose workers share the entries. */
export interface MemoryStream {
  readonly publisher: Publisher;
  /** A group by its name; a new one reads from the start. */
  group(name: string): MemoryGroup;
  /** Everything that it holds, in the order in which it came. */
  messages(): readonly OutgoingMessage[];
}

/**
 * Makes a stream: what Redis and JetStream promise, without them. Each group gets every entry, at least once and in no
 * order that holds when entries are given back.
 *
 * Takes time from its clock alone, so that a simulation can drive it.
 */
export function createMemoryStream(dependencies: MemoryStreamDependencies): MemoryStream {
  const messages: OutgoingMessage[] = [];
  const groups = new Map<string, { readonly entries: Set<HeldEntry>; readonly group: MemoryGroup }>();
  const wakeUp = createWakeUp();
  const { clock, limitsOf, history = true } = dependencies;
  let sent = 0;
  const openGroup = (name: string): { readonly entries: Set<HeldEntry>; readonly group: MemoryGroup } => {
    const entries = new Set(messages.map((message, place) => newEntry(message, String(place + 1), clock.now())));
    const shelf = createChannelShelf(entries, { clock, ordered: false, limits: limitsOf?.(name) });
    return { entries, group: createMemoryGroup({ ...dependencies, ordered: false, shelf, wakeUp }) };
  };
  return {
    publisher: createKeepingPublisher({
      ...dependencies,
      keep: (message) => {
        sent += 1;
        groups.forEach(({ entries }) => entries.add(newEntry(message, String(sent), clock.now())));
        if (history) {
          messages.push(message);
        }
      },
      kept: () => {
        wakeUp.all();
      },
    }),
    group: (name) => {
      const opened = groups.get(name) ?? openGroup(name);
      groups.set(name, opened);
      return opened.group;
    },
    messages: () => messages,
  };
}
