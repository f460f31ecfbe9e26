import { relayLetters } from '../dead-letter-partition.ts';
import type { EventType } from '../events/event-type.ts';
import type { PipelineDefinition } from './pipeline-definition.ts';
import { type OnPoison, type QueueDefinition, arrivalsOf } from './queue.ts';
import { between } from './range-fault.ts';

/** What SQS takes; where the order is kept, the queue itself must have room for some more before it steps in. */
const mostReceives: Readonly<Record<OnPoison, number>> = { skip: 1000, 'park-key': 400, block: 400 };

interface NamedQueue {
  readonly name: string;
  readonly queue: QueueDefinition;
}

/** What is wrong with one queue of a definition. */
export function queueFaults(definition: PipelineDefinition, { name, queue }: NamedQueue): readonly string[] {
  return [
    ...(name === relayLetters
      ? [`queue "${name}" must have another name, because it stands for dead letters of the relay`]
      : []),
    ...between(`queue "${name}": retentionDays`, queue.retentionDays, [1, 14]),
    ...Object.entries(queue.from).flatMap(([topic, types]) => routeFaults(definition, { name, queue, topic, types })),
    ...deadLetterFaults(name, queue),
    ...orderFaults(name, queue),
    ...readerFaults(definition, { name, queue }),
    ...answerFaults(definition, { name, queue }),
  ];
}

function routeFaults(
  definition: PipelineDefinition,
  route: NamedQueue & { readonly topic: string; readonly types: readonly EventType[] },
): readonly string[] {
  const topic = definition.topics[route.topic];
  if (topic === undefined) {
    return [`queue "${route.name}" must take from a topic of this pipeline, got "${route.topic}"`];
  }
  const unknown = route.types
    .filter((type) => !topic.carries.includes(type))
    .map((type) => `queue "${route.name}" takes "${type.name}", which topic "${route.topic}" does not carry`);
  return route.queue.fifo && !topic.fifo
    ? [...unknown, `FIFO queue "${route.name}" must take from a FIFO topic, got standard topic "${route.topic}"`]
    : unknown;
}

function deadLetterFaults(name: string, { deadLetter, retentionDays, onPoison }: QueueDefinition): readonly string[] {
  if (deadLetter.kind === 'none') {
    return deadLetter.reason.trim() === ''
      ? [`queue "${name}" must have a dead letter or a reason for having none, got an empty reason`]
      : [];
  }
  const limits = [
    ...between(`queue "${name}": maxReceiveCount`, deadLetter.maxReceiveCount, [1, mostReceives[onPoison]]),
    ...between(`queue "${name}": dead letter retentionDays`, deadLetter.retentionDays, [1, 14]),
  ];
  // A dead letter keeps its first enqueue time, so the same retention would drop it soon after it was moved.
  return deadLetter.retentionDays > retentionDays
    ? limits
    : [
        ...limits,
        `queue "${name}": dead letters must be kept longer than ${retentionDays} day(s), got ${deadLetter.retentionDays}`,
      ];
}

function orderFaults(name: string, { fifo, deadLetter, onPoison }: QueueDefinition): readonly string[] {
  if (onPoison === 'skip') {
    return [];
  }
  const must = `queue "${name}": onPoison "${onPoison}" must be chosen for a FIFO queue with dead letters`;
  return [
    ...(fifo ? [] : [`${must}, got a standard queue`]),
    ...(deadLetter.kind === 'queue' ? [] : [`${must}, got none`]),
  ];
}

function readerFaults(definition: PipelineDefinition, { name, queue }: NamedQueue): readonly string[] {
  const readers = Object.values(definition.consumers).filter(({ source }) => source === name);
  if (readers.length !== 1) {
    return [`queue "${name}" must have exactly one consumer, found ${readers.length}`];
  }
  return arrivalsOf(queue)
    .filter((type) => !readers.some(({ handles }) => handles.includes(type)))
    .map((type) => `queue "${name}" receives "${type.name}", which its consumer does not handle`);
}

/** A queue to which nobody may reply waits for what never comes. */
function answerFaults({ consumers }: PipelineDefinition, { name, queue }: NamedQueue): readonly string[] {
  const repliers = Object.values(consumers).filter(({ repliesTo }) => repliesTo.includes(name));
  return queue.answers
    .filter((type) => !repliers.some(({ publishes }) => publishes.includes(type)))
    .map((type) => `queue "${name}" answers "${type.name}", which no consumer that replies to it publishes`);
}
