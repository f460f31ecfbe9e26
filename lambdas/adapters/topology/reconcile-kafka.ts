import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import type { KafkaOperations } from '../kafka/operations/kafka-operations.ts';
import type { TopicChange } from '../kafka/operations/reconcile-topics.ts';
import type { BrokerReconciliation } from './broker-reconciliation.ts';
import { kafkaTopics } from './kafka-topics.ts';

/**
 * Makes the topics of a pipeline as they are defined; consumer groups need none of it.
 *
 * Throws PipelineError `source-unavailable` when the cluster does not do what it is asked.
 */
export async function reconcileKafka(
  definition: Pick<PipelineDefinition, 'kafka'>,
  kafka: Pick<KafkaOperations, 'brokers' | 'reconcileTopics'>,
): Promise<BrokerReconciliation> {
  const topics = kafkaTopics(definition, await kafka.brokers());
  const done = await kafka.reconcileTopics({ topics, dryRun: false });
  const each = <Part>(of: (one: (typeof done)[number]) => readonly Part[]): readonly (readonly [string, Part])[] =>
    done.flatMap((one) => of(one).map((part) => [one.topic, part] as const));
  const changes = each(({ changes: all }) => all);
  return {
    kind: 'kafka',
    made: changes.filter(([, { kind }]) => kind === 'create').map(([topic]) => topic),
    changed: changes.flatMap(([topic, change]) => changeText(change).map((text) => `${topic}: ${text}`)),
    refused: each(({ refused }) => refused).map(([topic, text]) => `${topic}: ${text}`),
    undeclared: each(({ undeclared }) => Object.keys(undeclared)).map(([topic, name]) => `${topic}: ${name}`),
  };
}

function changeText(change: TopicChange): readonly string[] {
  switch (change.kind) {
    case 'create':
      return [];
    case 'partitions':
      return [`${change.to} partitions instead of ${change.from}`];
    case 'config':
      return [`${change.name} ${change.to} instead of ${change.from ?? 'nothing'}`];
  }
}
