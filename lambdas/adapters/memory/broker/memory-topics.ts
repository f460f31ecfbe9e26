import type { PipelineDefinition } from '../../../contracts/definition/pipeline-definition.ts';
import type { Clock } from '../../../core/ports/clock.ts';
import type { OutgoingMessage } from '../../../core/ports/publisher.ts';
import { createDeduplicationWindow } from './deduplication-window.ts';
import type { MemoryQueues } from './memory-queues.ts';

/** What happened in one topic since it was made. */
export interface TopicFigures {
  /** Messages it took, those dropped as duplicates not included. */
  readonly published: number;
  /** Messages dropped because their id came again within five minutes. */
  readonly deduplicated: number;
}

/** One SNS topic in memory. */
export interface MemoryTopic {
  readonly queueNames: readonly string[];
  publish(message: OutgoingMessage): void;
  figures(): TopicFigures;
}

/** Makes the topics of a definition, by name; each reaches the queues that take a message's type from it. */
export function createMemoryTopics(
  definition: PipelineDefinition,
  queues: MemoryQueues,
  clock: Clock,
): ReadonlyMap<string, MemoryTopic> {
  return new Map(
    Object.entries(definition.topics).map(([name, { fifo }]) => {
      const subscribers = subscribersOf(definition, name);
      return [name, createMemoryTopic({ fifo, subscribers, queues, clock })] as const;
    }),
  );
}

interface MemoryTopicOptions {
  readonly fifo: boolean;
  /** Names of the queues that take a type, by the type's name. */
  readonly subscribers: ReadonlyMap<string, readonly string[]>;
  readonly queues: MemoryQueues;
  readonly clock: Clock;
}

function createMemoryTopic({ fifo, subscribers, queues, clock }: MemoryTopicOptions): MemoryTopic {
  const deduplication = createDeduplicationWindow(clock);
  let published = 0;
  let deduplicated = 0;
  return {
    queueNames: [...new Set([...subscribers.values()].flat())],
    publish: ({ id, type, key, body }) => {
      if (fifo && !deduplication.admits(id)) {
        deduplicated += 1;
        return;
      }
      published += 1;
      for (const queueName of subscribers.get(type) ?? []) {
        queues.get(queueName).send({ body, group: key, deduplicationId: id, reason: undefined });
      }
    },
    figures: () => ({ published, deduplicated }),
  };
}

function subscribersOf(definition: PipelineDefinition, topicName: string): ReadonlyMap<string, readonly string[]> {
  const subscribers = new Map<string, Set<string>>();
  for (const [queueName, { from }] of Object.entries(definition.queues)) {
    for (const { name } of from[topicName] ?? []) {
      subscribers.set(name, (subscribers.get(name) ?? new Set()).add(queueName));
    }
  }
  return new Map([...subscribers].map(([type, queueNames]) => [type, [...queueNames]] as const));
}
