import { brokerPartNames } from './broker-part-names.ts';
import { type ForwardTarget, forwardTargets, isFilledByOthers } from './forward-target.ts';
import { kafkaFaults } from './kafka-faults.ts';
import { natsFaults } from './nats-faults.ts';
import type { PipelineDefinition } from './pipeline-definition.ts';
import { rabbitFaults } from './rabbit-faults.ts';
import { redisFaults } from './redis-faults.ts';
import { nounOf } from './source-of.ts';
import { groupBy } from '../group-by.ts';

/** What is wrong with what a pipeline has at brokers. */
export function brokerFaults(definition: PipelineDefinition): readonly string[] {
  return [
    ...ambiguousNames(definition),
    ...Object.entries(definition.kafka ?? {}).flatMap(([name, topic]) => kafkaFaults(name, topic)),
    ...Object.entries(definition.redis ?? {}).flatMap(([name, stream]) => redisFaults(name, stream)),
    ...Object.entries(definition.nats ?? {}).flatMap(([name, stream]) => natsFaults(name, stream)),
    ...rabbitFaults(definition),
    ...forwardTargets(definition).flatMap((target) => unfedFaults(definition, target)),
  ];
}

/** A consumer names its source, and its targets, without saying at which broker they are. */
function ambiguousNames(definition: PipelineDefinition): readonly string[] {
  const names = [...Object.keys(definition.topics), ...Object.keys(definition.queues), ...brokerPartNames(definition)];
  return [...groupBy(names, (name) => name.toLowerCase())]
    .filter(([, same]) => same.length > 1)
    .flatMap(([, [name = '', ...others]]) =>
      others.some((other) => brokerPartNames(definition).includes(other))
        ? [`a part at a broker must have a name of its own, found "${name}" twice`]
        : [],
    );
}

function unfedFaults({ consumers }: PipelineDefinition, target: ForwardTarget): readonly string[] {
  if (isFilledByOthers(target)) {
    return [];
  }
  const forwarders = Object.values(consumers).filter(({ forwards }) => forwards.includes(target.name));
  return target.target.carries
    .filter((type) => !forwarders.some(({ handles }) => handles.includes(type)))
    .map((type) => `${targetNoun(target)} carries "${type.name}", which no consumer forwards to it`);
}

function targetNoun(target: ForwardTarget): string {
  return target.kind === 'rabbitmq' ? `RabbitMQ exchange "${target.name}"` : nounOf(target);
}
