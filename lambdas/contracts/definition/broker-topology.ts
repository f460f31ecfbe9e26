import type { ConsumerDefinition } from './consumer.ts';
import type { BrokerParts } from './broker-parts.ts';
import { type ForwardTarget, forwardTarget, forwardTargets } from './forward-target.ts';
import type { PipelineDefinition } from './pipeline-definition.ts';
import { type ConsumerSource, sourceOf } from './source-of.ts';

/** Lines of a flowchart that draw what a pipeline has at brokers beside SNS and SQS. */
export function brokerNodes(definition: BrokerParts): readonly string[] {
  const { queues = {}, calls = {} } = definition.rabbitmq ?? {};
  return [
    ...forwardTargets(definition).filter(hasPart(definition)).map(targetNode),
    ...Object.entries(queues).map(([name, { queue }]) => `  ${prefixes.rabbitmq}_${name}[("RabbitMQ ${queue}")]`),
    ...Object.entries(calls).map(([name, { queue }]) => `  call_${name}[["RabbitMQ call ${queue}"]]`),
  ];
}

/** Lines of a flowchart that draw what goes to those brokers, and within them. */
export function brokerArrows(definition: PipelineDefinition): readonly string[] {
  const bound = Object.entries(definition.rabbitmq?.queues ?? {});
  return [
    ...Object.entries(definition.consumers).flatMap(([name, consumer]) => consumerArrows(definition, name, consumer)),
    ...bound.map(([name, { exchange }]) => `  ${prefixes.exchange}_${exchange} --> ${prefixes.rabbitmq}_${name}`),
  ];
}

/** The node of a flowchart that a consumer reads. */
export function sourceNode({ kind, name }: Pick<ConsumerSource, 'kind' | 'name'>): string {
  return `${prefixes[kind]}_${name}`;
}

/** An exchange and a queue of RabbitMQ may have one name. */
const prefixes = { queue: 'q', kafka: 'k', redis: 'r', rabbitmq: 'm', exchange: 'x', nats: 'n' } as const;

/** An exchange that carries nothing of ours is the broker's own way to its dead letters. */
function hasPart(definition: BrokerParts): (target: ForwardTarget) => boolean {
  const fed = new Set(Object.values(definition.rabbitmq?.queues ?? {}).map(({ exchange }) => exchange));
  return ({ kind, name, target }) => kind !== 'rabbitmq' || target.carries.length > 0 || fed.has(name);
}

function targetNode(one: ForwardTarget): string {
  switch (one.kind) {
    case 'kafka':
      return `  ${nodeOf(one)}[("Kafka ${one.target.topic}")]`;
    case 'redis':
      return `  ${nodeOf(one)}[("Redis ${one.target.stream}")]`;
    case 'nats':
      return `  ${nodeOf(one)}[("NATS ${one.target.stream}")]`;
    case 'rabbitmq':
      return `  ${nodeOf(one)}{{"RabbitMQ ${one.target.exchange}"}}`;
  }
}

function nodeOf({ kind, name }: ForwardTarget): string {
  return kind === 'rabbitmq' ? `${prefixes.exchange}_${name}` : sourceNode({ kind, name });
}

function consumerArrows(
  definition: PipelineDefinition,
  name: string,
  { source, forwards, calls }: ConsumerDefinition,
): readonly string[] {
  const read = sourceOf(definition, source);
  return [
    ...(read === undefined ? [] : [`  ${sourceNode(read)} --> c_${name}`]),
    ...forwards
      .flatMap((target) => forwardTarget(definition, target) ?? [])
      .map((one) => `  c_${name} --> ${nodeOf(one)}`),
    ...calls.map((call) => `  c_${name} -- asks --> call_${call}`),
  ];
}
