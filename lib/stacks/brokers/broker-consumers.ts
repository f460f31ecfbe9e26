import type { ConsumerDefinition } from '../../../lambdas/contracts/definition/consumer.ts';
import type { PipelineDefinition } from '../../../lambdas/contracts/definition/pipeline-definition.ts';
import { type ConsumerSource, sourceOf } from '../../../lambdas/contracts/definition/source-of.ts';
import { PipelineError } from '../../../lambdas/contracts/errors/pipeline-error.ts';
import type { ReadBy } from '../../config/broker-settings.ts';
import type { Environment } from '../../config/environment.ts';

/** A consumer of a source at a broker, and what it runs as. */
export interface BrokerConsumer {
  readonly name: string;
  readonly consumer: ConsumerDefinition;
  readonly source: Exclude<ConsumerSource, { readonly kind: 'queue' }>;
  readonly runsAs: ReadBy;
  /** Path of the file that runs it so, from the package's root. */
  readonly entry: string;
}

/**
 * The consumers that read brokers, each as what the environment prefers where its definition has both ways.
 *
 * @throws PipelineError `environment-invalid` for one that only a mapping could read, where no mapping can.
 */
export function brokerConsumers(
  definition: PipelineDefinition,
  environment: Pick<Environment, 'name' | 'brokers' | 'streamPolling'>,
): readonly BrokerConsumer[] {
  return Object.entries(definition.consumers).flatMap(([name, consumer]) => {
    const source = sourceOf(definition, consumer.source);
    return source === undefined || source.kind === 'queue'
      ? []
      : [{ name, consumer, source, ...wayOf({ name, consumer }, source.kind, environment) }];
  });
}

function wayOf(
  { name, consumer }: Pick<BrokerConsumer, 'name' | 'consumer'>,
  kind: BrokerConsumer['source']['kind'],
  environment: Pick<Environment, 'name' | 'brokers' | 'streamPolling'>,
): Pick<BrokerConsumer, 'runsAs' | 'entry'> {
  const { entry, worker } = consumer;
  const asFunction = entry !== undefined && mayBeFunction(kind, environment);
  if (asFunction && (worker === undefined || prefers(kind, environment) === 'function')) {
    return { runsAs: 'function', entry };
  }
  if (worker === undefined) {
    throw new PipelineError(
      `consumer "${name}" must have a worker in environment "${environment.name}", where no mapping reads its ${kind}`,
      { code: 'environment-invalid' },
    );
  }
  return { runsAs: 'worker', entry: worker };
}

/** Mappings of Lambda read MSK, Kafka anywhere and Amazon MQ; a poller outside reads RabbitMQ anywhere. */
function mayBeFunction(
  kind: BrokerConsumer['source']['kind'],
  { brokers, streamPolling }: Pick<Environment, 'brokers' | 'streamPolling'>,
): boolean {
  return (
    kind === 'kafka' || (kind === 'rabbitmq' && (brokers.rabbitmq.kind === 'made' || streamPolling === 'external'))
  );
}

function prefers(kind: BrokerConsumer['source']['kind'], { brokers }: Pick<Environment, 'brokers'>): ReadBy {
  const setting = kind === 'kafka' || kind === 'rabbitmq' ? brokers[kind] : undefined;
  return setting === undefined || setting.kind === 'none' ? 'worker' : setting.readBy;
}
