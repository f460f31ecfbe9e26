import { type NatsStreamDefinition, deadLetterStreamOf, subjectOf } from '../../contracts/definition/nats-stream.ts';
import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import { readerGroups } from '../../contracts/definition/reader-groups.ts';
import type { NatsConsumerDescription } from '../nats/reconcile-consumer.ts';
import type { NatsStreamDescription } from '../nats/reconcile-stream.ts';

/** Everything that a pipeline needs at NATS. */
export interface NatsTopology {
  readonly streams: readonly NatsStreamDescription[];
  readonly consumers: readonly NatsConsumerDescription[];
}

/** The durable consumer of a dead-letter stream, for those who collect letters. */
export const deadLetterConsumer = 'dead-letters';

/** Seconds for which a collected letter is hidden from others. */
const collectSeconds = 60;

const daySeconds = 86_400;

/**
 * The streams of a pipeline, those of dead letters, and a durable consumer for each reader; on a single server every
 * message is kept once.
 */
export function natsTopologyOf(
  definition: Pick<PipelineDefinition, 'name' | 'consumers' | 'nats'>,
  { clustered }: { readonly clustered: boolean },
): NatsTopology {
  const parts = Object.entries(definition.nats ?? {});
  return {
    streams: parts.flatMap(([, stream]) => streamsOf(stream, clustered ? stream.replicas : 1)),
    consumers: parts.flatMap(([name, stream]) => [
      ...readerGroups(definition, name).map((group) => ({ stream: stream.stream, name: group })),
      ...(stream.deadLetter.kind === 'queue'
        ? [{ stream: deadLetterStreamOf(stream), name: deadLetterConsumer, ackWaitSeconds: collectSeconds }]
        : []),
    ]),
  };
}

function streamsOf(definition: NatsStreamDefinition, replicas: number): readonly NatsStreamDescription[] {
  const { stream, filledBy, retentionDays, deadLetter } = definition;
  const named = (name: string, days: number): NatsStreamDescription => ({
    ...{ name, subjects: [subjectOf({ stream: name }, '>')], maxAgeSeconds: days * daySeconds, replicas },
  });
  return [
    ...(filledBy === 'others' ? [] : [named(stream, retentionDays)]),
    ...(deadLetter.kind === 'queue'
      ? [{ ...named(deadLetterStreamOf(definition), deadLetter.retentionDays), keeps: 'queue' as const }]
      : []),
  ];
}
