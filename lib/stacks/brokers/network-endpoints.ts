import type { PipelineDefinition } from '../../../lambdas/contracts/definition/pipeline-definition.ts';
import { queueConsumers } from '../../../lambdas/contracts/definition/queue-consumers.ts';
import { brokersOf } from '../../../lambdas/contracts/definition/with-brokers.ts';
import type { Environment } from '../../config/environment.ts';
import type { NetworkEndpoint } from '../../constructs/network/network-endpoint.ts';
import { dispatchedTo } from '../publishing.ts';
import { brokerConsumers } from './broker-consumers.ts';

/**
 * The services of AWS that clients of brokers call from a network without a way out, beside DynamoDB and S3: each costs
 * by the hour and zone, so none that nobody calls.
 */
export function networkEndpoints(definition: PipelineDefinition, environment: Environment): readonly NetworkEndpoint[] {
  const { rabbitmq } = environment.brokers;
  const readers = brokerConsumers(definition, environment);
  const mapped = readers.some(({ runsAs, source }) => runsAs === 'function' && source.kind === 'rabbitmq');
  const bridges = Object.values(queueConsumers(definition)).filter((one) => brokersOf(definition, one).length > 0);
  const homes = [...readers.map(({ consumer }) => consumer), ...bridges].flatMap((one) =>
    dispatchedTo(definition, one),
  );
  const calls = Object.keys(definition.rabbitmq?.calls ?? {}).length;
  const workers = calls > 0 || readers.some(({ runsAs }) => runsAs === 'worker');
  const needed: Readonly<Record<NetworkEndpoint, boolean>> = {
    'ecr-api': workers,
    'ecr-images': workers,
    logs: workers,
    kms: definition.personalData !== undefined,
    // Whoever reads a queue for a mapping of Amazon MQ calls the function from here.
    lambda: mapped,
    sts: mapped,
    'secrets-manager': definition.rabbitmq !== undefined && rabbitmq.kind !== 'none',
    sns: homes.some(({ kind }) => kind === 'topic'),
    // Bridges tell their queue when to show again what the broker did not take.
    sqs: bridges.length > 0 || homes.some(({ kind }) => kind === 'queue'),
  };
  return names.filter((name) => needed[name]);
}

const names = ['ecr-api', 'ecr-images', 'kms', 'lambda', 'logs', 'secrets-manager', 'sns', 'sqs', 'sts'] as const;
