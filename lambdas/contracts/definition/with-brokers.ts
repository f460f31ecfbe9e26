import type { BrokerKind } from './broker-kind.ts';
import type { BrokerParts } from './broker-parts.ts';
import type { ConsumerDefinition } from './consumer.ts';
import { forwardTarget } from './forward-target.ts';
import type { PipelineDefinition } from './pipeline-definition.ts';
import { sourceOf } from './source-of.ts';

/**
 * What is left of a pipeline where only these brokers are to be had: without the parts at the others, the consumers that
 * read them, forward to them or call over them, the queues that then nobody reads, and the reconciler when nothing is
 * left for it.
 */
export function withBrokers(definition: PipelineDefinition, available: readonly BrokerKind[]): PipelineDefinition {
  const consumers = Object.fromEntries(
    Object.entries(definition.consumers).filter(([, one]) =>
      brokersOf(definition, one).every((kind) => available.includes(kind)),
    ),
  );
  const read = new Set(Object.values(consumers).map(({ source }) => source));
  const { kafka, redis, rabbitmq, nats, reconciler, ...others } = definition;
  const brokers: BrokerParts = { kafka, redis, rabbitmq, nats };
  const left = available.filter((kind) => brokers[kind] !== undefined);
  return {
    ...others,
    ...Object.fromEntries(left.map((kind) => [kind, brokers[kind]])),
    ...(reconciler && left.length > 0 && { reconciler }),
    consumers,
    queues: Object.fromEntries(Object.entries(definition.queues).filter(([name]) => read.has(name))),
  };
}

/** The brokers without which a consumer cannot run, each once. */
export function brokersOf(
  definition: PipelineDefinition,
  { source, forwards, calls }: Pick<ConsumerDefinition, 'source' | 'forwards' | 'calls'>,
): readonly BrokerKind[] {
  const kind = sourceOf(definition, source)?.kind;
  return [
    ...new Set([
      ...(kind === undefined || kind === 'queue' ? [] : [kind]),
      ...forwards.flatMap((name) => forwardTarget(definition, name)?.kind ?? []),
      ...(calls.length > 0 ? (['rabbitmq'] as const) : []),
    ]),
  ];
}
