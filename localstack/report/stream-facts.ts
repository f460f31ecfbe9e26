import { type KnownTypes, decodeEnvelope } from '../../lambdas/contracts/events/decode-envelope.ts';
import type { Envelope } from '../../lambdas/contracts/events/envelope.ts';
import { batchPrefix, eventsOf } from '../../lambdas/core/event-store/tip.ts';
import type { Item } from '../../lambdas/core/ports/item-store.ts';

/** One stream as it lies in the store: all its events, and what is wrong with its versions. */
export interface StreamFacts {
  readonly name: string;
  readonly events: readonly Envelope[];
  /** A sentence for each gap, fork or missing end; empty when versions are 1..n. */
  readonly faults: readonly string[];
}

/** Reads a stream from all items of its partition. */
export function streamFacts(name: string, items: readonly Item[], types: KnownTypes): StreamFacts {
  const batches = items
    .filter(({ key }) => key.sort.startsWith(batchPrefix))
    .sort((left, right) => (left.key.sort < right.key.sort ? -1 : 1));
  const parts = [...batches, ...items.filter(({ key }) => key.sort === 'tip')];
  const faults: string[] = [];
  let reached = 0;
  for (const part of parts) {
    const { base, version } = part.attributes;
    if (base !== reached || version !== reached + eventsOf(part).length) {
      faults.push(`${name}: ${part.key.sort} must continue version ${reached}, got ${JSON.stringify([base, version])}`);
    }
    reached += eventsOf(part).length;
  }
  if (parts.at(-1)?.key.sort !== 'tip') {
    faults.push(`${name}: tip must continue version ${reached}, got nothing`);
  }
  return { name, faults, events: parts.flatMap(eventsOf).map((event) => decodeEnvelope(event, types)) };
}
