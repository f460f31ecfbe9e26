import { describe, expect, it } from '@jest/globals';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { environmentNamed } from '../../../lib/config/environments.ts';
import type { Environment } from '../../../lib/config/environment.ts';
import { stacksOf } from './orders-stacks.ts';
import { policyOf } from './policy-of.ts';

const prod = environmentNamed('prod');
const none = { kind: 'none', reason: 'a test' } as const;
const secretArn = 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:kafka-AbCdEf';

function consumersOf(environment: Environment): Template {
  return Template.fromStack(stacksOf(environment).consumers);
}

function mappingOf(template: Template, name: string): unknown {
  const found = Object.entries(template.findResources('AWS::Lambda::EventSourceMapping')).find(([id]) =>
    id.startsWith(`Source${name}`),
  );
  return found?.[1]['Properties'];
}

describe('functions that read brokers of AWS', () => {
  const template = consumersOf(prod);

  it('read a topic of MSK as their own group, and leave what cannot be handled to its dead letters', () => {
    expect(mappingOf(template, 'SalesProjection')).toMatchObject({
      Topics: ['orders.events'],
      AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: 'orders-salesProjection' },
      DestinationConfig: { OnFailure: { Destination: 'kafka://orders.events.dead-letters' } },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  it('read a queue of Amazon MQ with the login of the broker', () => {
    expect(mappingOf(template, 'PickOrder')).toMatchObject({
      Queues: ['order_processing'],
      SourceAccessConfigurations: [{ Type: 'BASIC_AUTH' }, { Type: 'VIRTUAL_HOST', URI: '/' }],
    });
  });

  it('may read and write their own topics alone', () => {
    const onTopics = (idPrefix: string): readonly (readonly [unknown, string])[] =>
      policyOf(template, idPrefix)
        .filter(({ Action }) => JSON.stringify(Action).includes('kafka-cluster:'))
        .map(({ Action, Resource }) => [Action, JSON.stringify(Resource)]);

    const bridge = onTopics('ConsumerForwardToKafkaRoleDefaultPolicy');
    expect(bridge.map(([action]) => action)).toEqual(
      expect.arrayContaining([['kafka-cluster:DescribeTopic', 'kafka-cluster:WriteData']]),
    );
    expect(JSON.stringify(bridge)).not.toContain('ReadData');
    expect(onTopics('ConsumerPickOrderRoleDefaultPolicy')).toEqual([]);
    expect(onTopics('ConsumerPlaceOrderRoleDefaultPolicy')).toEqual([]);
  });

  it('raise an alarm when they leave too much waiting', () => {
    const alarms = { Statistic: 'Maximum', Period: 60, Threshold: 4000, EvaluationPeriods: 15 };

    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      ...{ ...alarms, Namespace: 'AWS/Lambda', MetricName: 'OffsetLag' },
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: Match.stringLikeRegexp('ConsumerSalesProjection') } }],
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      ...{ ...alarms, Namespace: 'AWS/AmazonMQ', MetricName: 'MessageReadyCount' },
      Dimensions: [
        { Name: 'Broker', Value: Match.anyValue() },
        { Name: 'Queue', Value: 'order_processing' },
        { Name: 'VirtualHost', Value: '/' },
      ],
    });
  });

  it('run in the network of the brokers, and no other function does', () => {
    const inNetwork = Object.entries(template.findResources('AWS::Lambda::Function'))
      .filter(([, { Properties }]) => (Properties as { VpcConfig?: object }).VpcConfig !== undefined)
      .map(([id]) => id.replace(/^Consumer(.*)Function[0-9A-F]+$/, '$1'));

    expect(inNetwork.sort()).toEqual([
      'ForwardToKafka',
      'ForwardToRabbit',
      'ForwardToRedis',
      'PickOrder',
      'SalesProjection',
    ]);
  });
});

describe('functions that read Kafka at an address', () => {
  const kafka = { kind: 'at', brokers: ['kafka.example:9096'], auth: 'scram', secretArn, readBy: 'function' } as const;

  it('over the internet log in with the secret of the settings', () => {
    const template = consumersOf({ ...prod, brokers: { kafka, redis: none, rabbitmq: none, nats: none } });

    expect(mappingOf(template, 'SalesProjection')).toMatchObject({
      SelfManagedEventSource: { Endpoints: { KafkaBootstrapServers: ['kafka.example:9096'] } },
      SourceAccessConfigurations: [{ Type: 'SASL_SCRAM_512_AUTH', URI: secretArn }],
    });
    expect(JSON.stringify(template.findResources('AWS::Lambda::Function'))).not.toContain('VpcConfig');
  });

  it('from an existing network have their pollers in its subnets', () => {
    const subnetIds = ['subnet-1', 'subnet-2'];
    const availabilityZones = ['eu-west-1a', 'eu-west-1b'];
    const network = { kind: 'existing', vpcId: 'vpc-0a1b2c3d', availabilityZones, subnetIds } as const;
    const template = consumersOf({ ...prod, brokers: { network, kafka, redis: none, rabbitmq: none, nats: none } });

    expect(mappingOf(template, 'SalesProjection')).toMatchObject({
      SourceAccessConfigurations: expect.arrayContaining([
        { Type: 'VPC_SUBNET', URI: 'subnet:subnet-1' },
        { Type: 'VPC_SUBNET', URI: 'subnet:subnet-2' },
      ]) as unknown,
    });
  });
});
