import { expect, it } from '@jest/globals';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Duration, type Stack } from 'aws-cdk-lib/core';
import { KafkaAuth } from '../../../../lib/constructs/kafka/kafka-auth.ts';
import { KafkaCluster } from '../../../../lib/constructs/kafka/kafka-cluster.ts';
import { KafkaConsumer } from '../../../../lib/constructs/kafka/kafka-consumer.ts';
import { KafkaPollers } from '../../../../lib/constructs/kafka/kafka-pollers.ts';
import { type KafkaSource, mskSource, selfManagedSource } from '../../../../lib/constructs/kafka/kafka-source.ts';
import { clientGroup } from '../../../../lib/constructs/network/client-group.ts';
import type { NetworkEndpoint } from '../../../../lib/constructs/network/network-endpoint.ts';
import { PipelineNetwork, type PipelineNetworkProps } from '../../../../lib/constructs/network/pipeline-network.ts';
import { RabbitBroker } from '../../../../lib/constructs/rabbitmq/rabbit-broker.ts';
import { RabbitConsumer } from '../../../../lib/constructs/rabbitmq/rabbit-consumer.ts';
import { createStack } from '../../synth.ts';

type Build = (stack: Stack, network: PipelineNetwork) => void;

function handlerIn(stack: Stack): Function {
  const code = Code.fromInline('exports.handler = () => undefined;');
  const timeout = Duration.seconds(30);
  return new Function(stack, 'Handler', { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code, timeout });
}

/** Services that the one warning names as missing; none without a warning. */
function missing(props: PipelineNetworkProps, build: Build): string | undefined {
  const stack = createStack();
  build(stack, new PipelineNetwork(stack, 'Network', props));
  const found = Annotations.fromStack(stack).findWarning(
    '/Test/Consumer',
    Match.stringLikeRegexp('must have endpoints'),
  );
  expect(found.length).toBeLessThan(2);
  return found.map(({ entry }) => /got none of ([^:]+):/.exec(JSON.stringify(entry.data))?.[1]).at(0);
}

const reading =
  (sourceOf: (stack: Stack, network: PipelineNetwork) => KafkaSource, pollers = KafkaPollers.onDemand()): Build =>
  (stack, network) => {
    const source = sourceOf(stack, network);
    const auth = source.kind === 'msk' ? KafkaAuth.iam() : KafkaAuth.scram(new Secret(stack, 'User'));
    new KafkaConsumer(stack, 'Consumer', {
      ...{ source, auth, pollers, topic: 'orders', groupId: 'sales', handler: handlerIn(stack) },
      failures: { topic: 'orders.failed' },
    });
  };

const msk = reading((stack, { vpc, subnets }) =>
  mskSource(new KafkaCluster(stack, 'Kafka', { clusterName: 'orders', vpc, subnets })),
);
const mskOfItsOwn = reading(
  (stack, { vpc, subnets }) => mskSource(new KafkaCluster(stack, 'Kafka', { clusterName: 'orders', vpc, subnets })),
  KafkaPollers.provisioned({ min: 1, max: 3 }),
);
const known = reading((stack) =>
  mskSource(
    KafkaCluster.fromAttributes(stack, 'Kafka', {
      clusterArn: 'arn:aws:kafka:eu-west-1:1:cluster/orders/0-1',
      securityGroups: [],
      bootstrapBrokers: { iam: 'b-1:9098' },
    }),
  ),
);
const ownBrokers = reading((stack, { vpc }) =>
  selfManagedSource({
    bootstrapServers: ['b-1:9094'],
    network: { vpc, securityGroups: [clientGroup(stack, vpc)] },
  }),
);
const internet = reading(() => selfManagedSource({ bootstrapServers: ['b-1:9094'] }));
const rabbit: Build = (stack, { vpc, subnets }) => {
  const broker = new RabbitBroker(stack, 'Broker', { brokerName: 'orders', vpc, subnets });
  new RabbitConsumer(stack, 'Consumer', { broker, queue: 'orders', handler: handlerIn(stack) });
};
const endpointsOf = (...endpoints: readonly NetworkEndpoint[]): PipelineNetworkProps => ({ endpoints });

it.each([
  ['MSK read on demand', msk, 'lambda, sts'],
  ['brokers of one’s own with a login', ownBrokers, 'lambda, sts, secrets-manager'],
  ['Amazon MQ', rabbit, 'lambda, secrets-manager'],
] as const)('%s: warns of every service that cannot be reached', (_, build, services) => {
  expect(missing({}, build)).toBe(services);
});

it.each([
  ['MSK with the endpoints', msk, endpointsOf('lambda', 'sts')],
  ['Amazon MQ with the endpoints', rabbit, endpointsOf('lambda', 'secrets-manager', 'sqs')],
  ['MSK in a network with a way out', msk, { nat: true }],
  ['pollers of the mapping’s own, which need none', mskOfItsOwn, {}],
  ['a cluster of which no network is known', known, {}],
  ['brokers on the internet', internet, {}],
] as const)('%s: does not warn', (_, build, props) => {
  expect(missing(props, build)).toBeUndefined();
});

it('names those alone that are missing', () => {
  expect(missing(endpointsOf('sts', 'sqs'), msk)).toBe('lambda');
});
