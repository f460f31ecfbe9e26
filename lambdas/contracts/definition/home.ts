import type { EventType } from '../events/event-type.ts';
import { messageLimits } from '../message-limits.ts';
import type { PipelineParts } from './pipeline-definition.ts';

/** Where a message of some type is sent. */
export interface Home {
  readonly kind: 'topic' | 'queue';
  /** The name in the definition. */
  readonly name: string;
  readonly fifo: boolean;
  /** Bytes it takes in one message with its attributes, and in all messages of one call together. */
  readonly maxMessageBytes: number;
}

/** A queue as the home of what is sent straight to it. */
export function queueHome(name: string, { fifo }: { readonly fifo: boolean }): Home {
  return { kind: 'queue', name, fifo, maxMessageBytes: messageLimits.queueBytes };
}

/** Every home of every type, by type name; a sound definition has exactly one for each. */
export function homesOf(parts: Pick<PipelineParts, 'topics' | 'queues'>): ReadonlyMap<string, readonly Home[]> {
  const homes = new Map<string, Home[]>();
  const add = (types: readonly EventType[], home: Home): void => {
    for (const type of types) {
      homes.set(type.name, [...(homes.get(type.name) ?? []), home]);
    }
  };
  for (const [name, { carries, fifo, maxMessageBytes }] of Object.entries(parts.topics)) {
    add(carries, { kind: 'topic', name, fifo, maxMessageBytes });
  }
  for (const [name, { accepts, fifo }] of Object.entries(parts.queues)) {
    add(accepts, queueHome(name, { fifo }));
  }
  return homes;
}
