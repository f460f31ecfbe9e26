import type { PipelineDefinition } from '../../../contracts/definition/pipeline-definition.ts';
import { receiveLimits } from '../../../contracts/definition/receive-limits.ts';
import type { ConsumerSource } from '../../../contracts/definition/source-of.ts';
import type { Publisher } from '../../../core/ports/publisher.ts';
import type { EntryLimits } from '../worker/entry-limits.ts';
import type { HeldEntry } from '../worker/held-entry.ts';
import { createMemoryChannel } from '../worker/memory-channel.ts';
import type { MemoryGroup, MemoryReading } from '../worker/memory-group.ts';
import { createMemoryLog } from '../worker/memory-log.ts';
import { createMemoryStream } from '../worker/memory-stream.ts';
import type { MemoryLetters } from './memory-letters.ts';

/** Sources at brokers. */
export type BrokerSource = Exclude<ConsumerSource, { readonly kind: 'queue' }>;

/** A topic, stream or queue in memory. */
export interface MemoryPlace {
  readonly publisher: Publisher;
  /** The workers of one consumer; a queue has the same for whoever reads it. */
  group(name: string): MemoryGroup;
}

/** What a place works with. */
export interface MemoryPlaceDependencies extends MemoryReading {
  readonly definition: PipelineDefinition;
  readonly letters: MemoryLetters;
}

/** Makes a source of a definition as its broker would, without what was published before somebody read. */
export function createMemoryPlace(from: BrokerSource, dependencies: MemoryPlaceDependencies): MemoryPlace {
  const { definition, letters } = dependencies;
  const reading = { ...dependencies, history: false };
  const limits: EntryLimits = {
    mostReceives: receiveLimits(definition, from.name)?.broker,
    giveUp: (entry, reason) => {
      letters.keep({ ...letterOf(entry), reason });
    },
  };
  switch (from.kind) {
    case 'kafka':
      return createMemoryLog({ ...reading, partitions: from.source.partitions });
    case 'redis':
    case 'nats':
      return createMemoryStream({ ...reading, limitsOf: () => limits });
    case 'rabbitmq': {
      const { keepsOrder: ordered, maxLength: mostEntries, ttlSeconds } = from.source;
      const queue = createMemoryChannel({ ...reading, ordered, mostEntries, limits: { ...limits, ttlSeconds } });
      return { publisher: queue.publisher, group: () => queue };
    }
  }
}

function letterOf({ id, message: { body, redrive }, receives }: HeldEntry) {
  return { id, body, group: undefined, receiveCount: receives, ...(redrive && { redrive }) };
}
