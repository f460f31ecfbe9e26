import { describe, expect, it } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Duration, type Stack } from 'aws-cdk-lib/core';
import {
  RabbitConsumer,
  type RabbitConsumerProps,
  rabbitConsumerDefaults,
} from '../../../../lib/constructs/rabbitmq/rabbit-consumer.ts';
import { createStack, onlyResource, statementsOf } from '../../synth.ts';

const brokerArn = 'arn:aws:mq:eu-west-1:1:broker:orders:b-1';

function functionIn(stack: Stack, timeout = Duration.seconds(30)): Function {
  const code = Code.fromInline('exports.handler = () => undefined;');
  return new Function(stack, 'Handler', { runtime: Runtime.NODEJS_22_X, handler: 'index.handler', code, timeout });
}

function create(stack: Stack, props: Partial<RabbitConsumerProps> = {}): RabbitConsumer {
  return new RabbitConsumer(stack, 'Consumer', {
    broker: { brokerArn, secret: new Secret(stack, 'User') },
    queue: 'order_processing',
    handler: props.handler ?? functionIn(stack),
    ...props,
  });
}

const mappingIn = (stack: Stack) => onlyResource(Template.fromStack(stack), 'AWS::Lambda::EventSourceMapping');
const allow = (actions: string | readonly string[], resource: unknown) => ({
  Action: actions,
  Effect: 'Allow',
  Resource: resource,
});
const reading = ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'];
const network = allow(
  [
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSecurityGroups',
    'ec2:DescribeSubnets',
    'ec2:DescribeVpcs',
  ],
  '*',
);

describe('RabbitConsumer', () => {
  it('failure mode 69: reads one queue with user and password, which is the one login there is', () => {
    const stack = createStack();
    create(stack);

    expect(rabbitConsumerDefaults).toEqual({
      virtualHost: '/',
      batchSize: 10,
      batchWindow: Duration.seconds(1),
      enabled: true,
    });
    expect(mappingIn(stack)).toEqual({
      FunctionName: { Ref: expect.stringMatching(/^Handler/) },
      EventSourceArn: brokerArn,
      Queues: ['order_processing'],
      Enabled: true,
      BatchSize: 10,
      MaximumBatchingWindowInSeconds: 1,
      SourceAccessConfigurations: [
        { Type: 'BASIC_AUTH', URI: { Ref: expect.stringMatching(/^User/) } },
        { Type: 'VIRTUAL_HOST', URI: '/' },
      ],
    });
  });

  it('lets the role find the broker, read the secret and make network interfaces', () => {
    const stack = createStack();
    create(stack);

    expect(statementsOf(Template.fromStack(stack))).toEqual([
      allow('mq:DescribeBroker', brokerArn),
      allow(reading, { Ref: expect.stringMatching(/^User/) }),
      network,
    ]);
  });

  it('reads another virtual host as another user, whose secret it decrypts', () => {
    const stack = createStack();
    const credentialsKey = Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:1:key/0-1');
    const credentials = new Secret(stack, 'Reader');
    create(stack, { credentials, credentialsKey, virtualHost: 'orders', enabled: false });

    expect(mappingIn(stack)).toMatchObject({
      Enabled: false,
      SourceAccessConfigurations: [
        { Type: 'BASIC_AUTH', URI: { Ref: expect.stringMatching(/^Reader/) } },
        { Type: 'VIRTUAL_HOST', URI: 'orders' },
      ],
    });
    expect(statementsOf(Template.fromStack(stack))).toEqual([
      allow('mq:DescribeBroker', brokerArn),
      allow(reading, { Ref: expect.stringMatching(/^Reader/) }),
      allow('kms:Decrypt', 'arn:aws:kms:eu-west-1:1:key/0-1'),
      network,
    ]);
  });

  it('keeps the policy until the mapping is gone', () => {
    const stack = createStack();
    create(stack);
    const [mapping] = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::EventSourceMapping'));

    expect(mapping?.['DependsOn']).toEqual(expect.arrayContaining([expect.stringMatching(/DefaultPolicy/u)]));
  });

  it.each<[string, (stack: Stack) => Partial<RabbitConsumerProps>, RegExp]>([
    ['no queue', () => ({ queue: ' ' }), /queue must be 1 to 255 characters, got " "/u],
    ['no virtual host', () => ({ virtualHost: '' }), /virtualHost must be 1 to 255 characters, got ""/u],
    ['too large batches', () => ({ batchSize: 10_001 }), /batchSize must be between 1 and 10000, got 10001/u],
    ['a window over five minutes', () => ({ batchWindow: Duration.seconds(301) }), /batchWindow must be.*got 301 s/u],
    [
      'a handler of a quarter of an hour',
      (stack) => ({ handler: functionIn(stack, Duration.minutes(15)) }),
      /timeout of the handler must be between 1 and 840 s, got 900 s/u,
    ],
  ])('refuses %s', (_, props, message) => {
    const stack = createStack();

    expect(() => create(stack, props(stack))).toThrow(message);
  });
});
