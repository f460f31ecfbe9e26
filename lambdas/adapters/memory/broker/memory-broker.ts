import type { Home } from '../../../contracts/definition/home.ts';
import { routesOf, routesToQueue } from '../../../contracts/definition/routes-of.ts';
import { PipelineError } from '../../../contracts/errors/pipeline-error.ts';
import type { SourceRecord } from '../../../core/consume/source-record.ts';
import type { OutgoingMessage, Publisher } from '../../../core/ports/publisher.ts';
import type { DeadLetterQueue } from '../../../core/ports/dead-letter-queue.ts';
import type { Parking } from '../../../core/ports/parking.ts';
import type { Visibility } from '../../../core/ports/visibility.ts';
import { messageLimits } from '../../../contracts/message-limits.ts';
import { createMemoryDeadLetters } from './memory-dead-letters.ts';
import { createMemoryParking } from './memory-parking.ts';
import { createMemoryPublisher } from './memory-publisher.ts';
import { createMemoryQueues, type MemoryQueues, type MemoryQueuesOptions } from './memory-queues.ts';
import { createMemoryTopics, type MemoryTopic, type TopicFigures } from './memory-topics.ts';
import type { MemoryQueue } from './memory-queue.ts';
import type { QueueFigures } from './queue-figures.ts';
import type { QueuedMessage } from './queued-message.ts';

/** A message as an operator sees it. */
export type ListedMessage = Pick<QueuedMessage, 'id' | 'body' | 'group' | 'sentAt' | 'receiveCount' | 'reason'> & {
  readonly inFlight: boolean;
};

/** SNS and SQS in the memory of one process. Queue names are those of the definition and of `deadLetterQueueOf`. */
export interface MemoryBroker {
  readonly publisher: Publisher;
  /** Every queue, dead-letter queues included. */
  readonly queueNames: readonly string[];
  /**
   * Takes up to `most` messages and hides them; those that were received too often go to the dead-letter queue.
   *
   * @throws PipelineError `input-invalid` unless `most` is an integer between 1 and 10.
   */
  receive(queueName: string, most: number): readonly SourceRecord[];
  /**
   * Forgets a received message. Answers false, and changes nothing, for a stale receipt: the message was received
   * again, is gone, or (FIFO) its visibility timeout has passed.
   */
  delete(queueName: string, receipt: string): boolean;
  /**
   * Hides a message in flight for `seconds` from now; 0 shows it at once. False for a stale receipt.
   *
   * @throws PipelineError `input-invalid` unless `seconds` is an integer between 0 and 43200.
   */
  changeVisibility(queueName: string, receipt: string, seconds: number): boolean;
  /** The same as a port; a stale receipt changes nothing, because its message is already visible or gone. */
  visibility(queueName: string): Visibility;
  /**
   * Keeps messages of a queue aside in its dead-letter queue.
   *
   * @throws PipelineError `definition-invalid` when the queue has no dead-letter queue.
   */
  parking(queueName: string): Parking;
  /** Sends to one queue, whatever the types of the messages. */
  sender(queueName: string): Publisher;
  /** The dead letters of a queue. */
  deadLetters(queueName: string): DeadLetterQueue;
  /** The messages of a queue, oldest first. */
  messages(queueName: string): readonly ListedMessage[];
  /** When the next message of any queue comes back from being in flight; undefined when none is in flight. */
  nextVisibleAt(): number | undefined;
  figuresOf(queueName: string): QueueFigures;
  /** @throws PipelineError `input-invalid` for a name that is no topic of the definition. */
  topicFiguresOf(topicName: string): TopicFigures;
}

/**
 * Makes the topics and queues of a definition, all empty.
 *
 * Keeps the semantics that consumers depend on: at-least-once delivery, visibility timeouts, receive counts, group
 * locks, de-duplication, redrive. Knows no retention: an unread message stays. Nothing runs by itself; what is due
 * happens at the next call.
 */
export function createMemoryBroker(options: MemoryQueuesOptions): MemoryBroker {
  const { definition, clock } = options;
  const queues = createMemoryQueues(options);
  const topics = createMemoryTopics(definition, queues, clock);
  const publisher = createMemoryPublisher({
    routes: routesOf(definition),
    deliver: (home, message) => {
      deliver({ queues, topics }, home, message);
    },
  });
  const changeVisibility = (queueName: string, receipt: string, seconds: number): boolean => {
    refuseOutside('seconds of visibility', seconds, [0, messageLimits.visibilitySeconds]);
    return queues.get(queueName).changeVisibility(receipt, seconds);
  };
  return {
    publisher,
    queueNames: queues.names,
    receive: (queueName, most) => {
      refuseOutside('messages of one receive', most, [1, messageLimits.batchEntries]);
      return queues.get(queueName).receive(most);
    },
    delete: (queueName, receipt) => queues.get(queueName).delete(receipt),
    changeVisibility,
    visibility: (queueName) => ({
      // `async` turns what is thrown into a rejection, as a client would.
      delay: async ({ receipt }, seconds) => {
        await Promise.resolve(changeVisibility(queueName, receipt, seconds));
      },
    }),
    parking: (queueName) => createMemoryParking(definition, queues, queueName),
    deadLetters: (queueName) => createMemoryDeadLetters(queues, queueName),
    sender: (queueName) => senderTo(queues, queueName),
    messages: (queueName) => [...queues.get(queueName).messages()].map(listed),
    nextVisibleAt: () => earliest(queues),
    figuresOf: (queueName) => queues.get(queueName).figures(),
    topicFiguresOf: (topicName) => topicOf(topics, topicName).figures(),
  };
}

function senderTo(queues: MemoryQueues, queueName: string): Publisher {
  const queue = queues.get(queueName);
  return createMemoryPublisher({
    routes: routesToQueue(queueName, queue),
    deliver: (_, message) => {
      send(queue, message);
    },
  });
}

interface Destinations {
  readonly queues: MemoryQueues;
  readonly topics: ReadonlyMap<string, MemoryTopic>;
}

function deliver({ queues, topics }: Destinations, home: Home, message: OutgoingMessage): void {
  if (home.kind === 'topic') {
    topicOf(topics, home.name).publish(message);
  } else {
    send(queues.get(home.name), message);
  }
}

function send(queue: MemoryQueue, { id, key, body, redrive }: OutgoingMessage): void {
  queue.send({ body, group: key, deduplicationId: id, reason: undefined, ...(redrive && { redrive }) });
}

function topicOf(topics: ReadonlyMap<string, MemoryTopic>, name: string): MemoryTopic {
  const topic = topics.get(name);
  if (topic === undefined) {
    throw new PipelineError(`a topic must be one of ${[...topics.keys()].join(', ')}, got "${name}"`, {
      code: 'input-invalid',
    });
  }
  return topic;
}

function earliest(queues: MemoryQueues): number | undefined {
  const times = queues.names.map((name) => queues.get(name).nextVisibleAt()).filter((time) => time !== undefined);
  return times.length === 0 ? undefined : Math.min(...times);
}

function listed({ id, body, group, sentAt, receiveCount, reason, hiddenUntil }: QueuedMessage): ListedMessage {
  return { id, body, group, sentAt, receiveCount, reason, inFlight: hiddenUntil !== undefined };
}

function refuseOutside(what: string, value: number, [least, most]: readonly [number, number]): void {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new PipelineError(`${what} must be an integer between ${least} and ${most}, got ${value}`, {
      code: 'input-invalid',
    });
  }
}
