import { type ForwardTarget, carriedBy, forwardTarget } from '../../../contracts/definition/forward-target.ts';
import type { PipelineDefinition } from '../../../contracts/definition/pipeline-definition.ts';
import { arrivalsOfRabbitQueue } from '../../../contracts/definition/rabbit-arrivals.ts';
import { groupOf } from '../../../contracts/definition/reader-groups.ts';
import { sourceOf } from '../../../contracts/definition/source-of.ts';
import { PipelineError } from '../../../contracts/errors/pipeline-error.ts';
import { publisherOfTargets } from '../../../core/forward/publisher-of-targets.ts';
import type { DeadLetterQueue } from '../../../core/ports/dead-letter-queue.ts';
import type { Parking } from '../../../core/ports/parking.ts';
import type { Publisher } from '../../../core/ports/publisher.ts';
import type { MemoryGroup, MemoryReading } from '../worker/memory-group.ts';
import { createMemoryExchange } from './memory-exchange.ts';
import { type KeptLetter, type MemoryLetters, createMemoryLetters } from './memory-letters.ts';
import { type BrokerSource, type MemoryPlace, createMemoryPlace } from './memory-place.ts';

/** What Kafka, Redis, RabbitMQ and NATS are made of in memory. */
export interface MemoryBrokersOptions extends MemoryReading {
  readonly definition: PipelineDefinition;
}

/** What one consumer reads at a broker. */
export interface MemoryReader {
  readonly group: MemoryGroup;
  /** Undefined where the source has no dead letters. */
  readonly parking: Parking | undefined;
}

/** Dead letters of a source, and the way back to it. */
export interface MemoryBrokerLetters {
  readonly letters: DeadLetterQueue;
  readonly sender: Publisher;
  all(): readonly KeptLetter[];
}

/** Kafka, Redis, RabbitMQ and NATS in the memory of one process, as a pipeline uses them. */
export interface MemoryBrokers {
  /** The sources at brokers that somebody reads, by their names in the definition. */
  readonly sources: readonly string[];
  /**
   * Sends to what a consumer forwards to.
   *
   * @throws PipelineError `input-invalid` when the definition has no such consumer.
   */
  forwarding(consumer: string): Publisher;
  /** @throws PipelineError `input-invalid` when the consumer reads nothing at a broker. */
  reading(consumer: string): MemoryReader;
  /** @throws PipelineError `input-invalid` when nobody reads a source of that name at a broker. */
  lettersOf(source: string): MemoryBrokerLetters;
  /** When time alone makes something ready, in milliseconds since the epoch; undefined: never. */
  dueAt(): number | undefined;
}

/**
 * Makes the topics, streams, queues and exchanges of a definition, all empty, each with the readers that the definition
 * gives it.
 *
 * They keep what consumers depend on: the order of keys or none, delivery at least once, delays, limits of deliveries,
 * time and length, dead letters. Nothing runs by itself; what is due happens at the next call.
 */
export function createMemoryBrokers(options: MemoryBrokersOptions): MemoryBrokers {
  const { definition } = options;
  const places = placesOf(options);
  const readers = new Map(
    Object.entries(definition.consumers).flatMap(([name, { source }]) => {
      const found = places.get(source);
      return found === undefined ? [] : [[name, readerOf(found, groupOf(definition, name))] as const];
    }),
  );
  return {
    sources: [...places.keys()],
    forwarding: (consumer) => {
      const names = known(definition.consumers[consumer], `"${consumer}" must be a consumer`).forwards;
      const targets = names.map((name) => forwardTarget(definition, name)).filter((target) => target !== undefined);
      return publisherOfTargets(
        targets.map((target) => {
          const carried = carriedBy(target);
          return { carries: (type) => carried.has(type), publisher: publisherTo(definition, places, target) };
        }),
      );
    },
    reading: (consumer) => known(readers.get(consumer), `consumer "${consumer}" must read a source at a broker`),
    lettersOf: (source) => {
      const { letters, place } = known(places.get(source), `"${source}" must be a source at a broker that is read`);
      return { letters, sender: place.publisher, all: () => letters.all() };
    },
    dueAt: () => {
      const groups = Array.from(readers.values(), ({ group }) => group.dueAt(options.clock.now()));
      const hidden = Array.from(places.values(), ({ letters }) => letters.dueAt());
      const due = [...groups, ...hidden].filter((time) => time !== undefined);
      return due.length === 0 ? undefined : Math.min(...due);
    },
  };
}

interface Kept {
  readonly from: BrokerSource;
  readonly place: MemoryPlace;
  readonly letters: MemoryLetters;
}

function placesOf(options: MemoryBrokersOptions): ReadonlyMap<string, Kept> {
  const { definition, clock } = options;
  const read = new Set(Object.values(definition.consumers).map(({ source }) => source));
  return new Map(
    [...read].flatMap((name) => {
      const from = sourceOf(definition, name);
      if (from === undefined || from.kind === 'queue') {
        return [];
      }
      const letters = createMemoryLetters(clock);
      return [[name, { from, letters, place: createMemoryPlace(from, { ...options, letters }) }] as const];
    }),
  );
}

function readerOf({ from, place, letters }: Kept, group: string): MemoryReader {
  const keepsLetters = from.kind === 'rabbitmq' || from.source.deadLetter.kind === 'queue';
  return { group: place.group(group), parking: keepsLetters ? letters : undefined };
}

/** What nobody reads takes everything and keeps nothing. */
const nowhere: Publisher = { publish: () => Promise.resolve({ failed: [] }) };

function publisherTo(
  definition: PipelineDefinition,
  places: ReadonlyMap<string, Kept>,
  { kind, name, target }: ForwardTarget,
): Publisher {
  if (kind !== 'rabbitmq') {
    return places.get(name)?.place.publisher ?? nowhere;
  }
  const bound = Object.entries(definition.rabbitmq?.queues ?? {}).filter(([, { exchange }]) => exchange === name);
  const queues = bound.map(([queue, queueDefinition]) => ({
    takes: new Set(arrivalsOfRabbitQueue(definition, queueDefinition).map((type) => type.name)),
    publisher: places.get(queue)?.place.publisher ?? nowhere,
  }));
  return createMemoryExchange(queues, { mandatory: target.type !== 'fanout' });
}

function known<Value>(value: Value | undefined, must: string): Value {
  if (value === undefined) {
    throw new PipelineError(must, { code: 'input-invalid' });
  }
  return value;
}
