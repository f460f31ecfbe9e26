import type { ConsumerDefinition } from './consumer.ts';
import { type ForwardTarget, carriedBy, forwardTarget, isFilledByOthers } from './forward-target.ts';
import type { PipelineDefinition } from './pipeline-definition.ts';
import { sourceOf } from './source-of.ts';

interface NamedConsumer {
  readonly name: string;
  readonly consumer: ConsumerDefinition;
}

/** What is wrong with what a consumer sends on to brokers, and with the calls it makes. */
export function forwardFaults(definition: PipelineDefinition, named: NamedConsumer): readonly string[] {
  const { name, consumer } = named;
  const targets = consumer.forwards.flatMap((target) => forwardTarget(definition, target) ?? []);
  return [
    ...consumer.forwards
      .filter((target) => forwardTarget(definition, target) === undefined)
      .map(
        (target) =>
          `consumer "${name}" must forward to topics, streams and exchanges of this pipeline, got "${target}"`,
      ),
    ...consumer.calls
      .filter((call) => !Object.hasOwn(definition.rabbitmq?.calls ?? {}, call))
      .map((call) => `consumer "${name}" must make calls of this pipeline, got "${call}"`),
    ...(targets.length === 0 ? [] : forwarderFaults(definition, named, targets)),
  ];
}

function forwarderFaults(
  definition: PipelineDefinition,
  { name, consumer }: NamedConsumer,
  targets: readonly ForwardTarget[],
): readonly string[] {
  const source = sourceOf(definition, consumer.source);
  const kinds = [...new Set(targets.map(({ kind }) => kind))];
  const carried = new Set(targets.flatMap((target) => [...carriedBy(target).keys()]));
  return [
    ...(source?.kind === 'queue' && !source.source.fifo
      ? [
          `consumer "${name}" must forward from a FIFO queue, so that keys keep their order, got standard "${source.name}"`,
        ]
      : []),
    // What is down must not hold up the others.
    ...(kinds.length > 1 ? [`consumer "${name}" must forward to one kind of broker, got ${kinds.join(' and ')}`] : []),
    ...consumer.handles
      .filter((type) => !carried.has(type.name))
      .map((type) => `consumer "${name}" forwards "${type.name}", which none of its targets carries`),
    ...targets
      .filter(isFilledByOthers)
      .map((target) => `consumer "${name}" must not forward to "${target.name}", which is filled by others`),
    ...(consumer.publishes.length > 0 ? [`consumer "${name}" must publish nothing, because it forwards`] : []),
  ];
}
