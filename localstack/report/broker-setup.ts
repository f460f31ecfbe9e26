import type { PipelineDefinition } from '../../lambdas/contracts/definition/pipeline-definition.ts';
import type { QueueDefinition } from '../../lambdas/contracts/definition/queue.ts';

/** The part of the report that says what the run was wired from. */
export function brokerSetup(definition: PipelineDefinition, where: string): readonly (readonly [string, string])[] {
  const topics = Object.entries(definition.topics).map(([name, { fifo }]) => `${name} (${kind(fifo)})`);
  const queues = Object.entries(definition.queues);
  return [
    ['runs on', where],
    ['topics', topics.join(', ')],
    ['FIFO queues', named(queues.filter(([, { fifo }]) => fifo))],
    ['standard queues', named(queues.filter(([, { fifo }]) => !fifo))],
    ['dead-letter queues', redrives(queues)],
    ...brokersIn(definition),
    ['consumers', [...Object.keys(definition.consumers), ...outbox(definition)].join(', ')],
  ];
}

/** What is at brokers beside SNS and SQS, a line for each. */
function brokersIn(definition: PipelineDefinition): readonly (readonly [string, string])[] {
  const { kafka = {}, redis = {}, nats = {}, rabbitmq } = definition;
  const lines: readonly (readonly [string, readonly string[]])[] = [
    ['Kafka topics', Object.values(kafka).map(({ topic, partitions }) => `${topic} (${partitions} partitions)`)],
    ['RabbitMQ queues', Object.values(rabbitmq?.queues ?? {}).map(({ queue }) => queue)],
    ['RabbitMQ calls', Object.values(rabbitmq?.calls ?? {}).map(({ queue }) => queue)],
    ['Redis streams', Object.values(redis).map(({ stream }) => stream)],
    ['NATS streams', Object.values(nats).map(({ stream }) => stream)],
  ];
  return lines.filter(([, names]) => names.length > 0).map(([what, names]) => [what, names.join(', ')]);
}

function outbox({ sweeper }: PipelineDefinition): readonly string[] {
  return ['outbox relay', ...(sweeper === undefined ? [] : ['outbox sweeper'])];
}

function kind(fifo: boolean): string {
  return fifo ? 'FIFO' : 'standard';
}

function named(queues: readonly (readonly [string, QueueDefinition])[]): string {
  return queues.map(([name]) => name).join(', ') || 'none';
}

function redrives(queues: readonly (readonly [string, QueueDefinition])[]): string {
  const kept = queues.flatMap(([, { deadLetter }]) => (deadLetter.kind === 'queue' ? [deadLetter] : []));
  const receives = [...new Set(kept.map(({ maxReceiveCount }) => maxReceiveCount))].join(' or ');
  return `${kept.length}, after ${receives} receives`;
}
