import { describe, expect, it } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import type { Stack } from 'aws-cdk-lib/core';
import { environmentNamed } from '../../../lib/config/environments.ts';
import { stacksOf } from './orders-stacks.ts';
import { policyOf } from './policy-of.ts';

const prod = environmentNamed('prod');
const template = Template.fromStack(stacksOf(prod).workers as Stack);

function variablesOf(service: string): Readonly<Record<string, unknown>> {
  const found = Object.entries(template.findResources('AWS::ECS::TaskDefinition')).find(([id]) =>
    id.startsWith(service),
  );
  const { Properties } = (found?.[1] ?? {}) as {
    Properties?: { ContainerDefinitions: readonly { Environment: readonly { Name: string; Value: unknown }[] }[] };
  };
  const environment = Properties?.ContainerDefinitions[0]?.Environment ?? [];
  return Object.fromEntries(environment.map(({ Name, Value }) => [Name, Value]));
}

describe('the workers of prod', () => {
  it('are the readers that no mapping serves, and who answers calls', () => {
    const tasks = Object.keys(template.findResources('AWS::ECS::TaskDefinition')).sort();

    expect(tasks.map((id) => id.replace(/Task[0-9A-F]*$/, ''))).toEqual(['ResponderShippingQuote', 'WorkerLiveOrders']);
  });

  it('are told where their table and their own broker are, and no other', () => {
    expect(variablesOf('WorkerLiveOrders')).toMatchObject({
      ...{ AWS_REGION: 'eu-west-1', REDIS_AUTH: 'iam', REDIS_CACHE_NAME: 'orders-prod', REDIS_MODE: 'cluster' },
    });
    expect(variablesOf('WorkerLiveOrders')).toHaveProperty('EVENT_TABLE_NAME');
    expect(variablesOf('WorkerLiveOrders')).not.toHaveProperty('RABBITMQ_URL');
    expect(Object.keys(variablesOf('ResponderShippingQuote')).sort()).toEqual([
      'AWS_REGION',
      'RABBITMQ_SECRET_ARN',
      'RABBITMQ_URL',
    ]);
  });

  it('may touch their own stores, log in to their own broker, and nothing else', () => {
    const actions = policyOf(template, 'WorkerLiveOrdersTaskTaskRoleDefaultPolicy').flatMap(({ Action }) => Action);

    expect(actions.filter((action) => !action.startsWith('dynamodb:'))).toEqual(['elasticache:Connect']);
    expect(policyOf(template, 'ResponderShippingQuoteTaskTaskRoleDefaultPolicy').map(({ Action }) => Action)).toEqual([
      ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
    ]);
  });

  it('have as many tasks as what waits for them asks for, and an alarm where all of them are not enough', () => {
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', { MinCapacity: 1, MaxCapacity: 4 });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      ...{ Namespace: 'EventPipeline', MetricName: 'RecordsWaiting', Statistic: 'Maximum', Threshold: 4000 },
      ...{ Dimensions: [{ Name: 'service', Value: 'liveOrders' }], EvaluationPeriods: 15, TreatMissingData: 'missing' },
    });
  });

  it('need a network', () => {
    const { kafka, rabbitmq, nats } = prod.brokers;
    const redis = { kind: 'at', urls: ['rediss://cache.example:6379'], mode: 'single' } as const;
    const none = { kind: 'none', reason: 'a test' } as const;
    expect([kafka.kind, rabbitmq.kind, nats.kind]).toEqual(['made', 'made', 'none']);

    expect(() => stacksOf({ ...prod, brokers: { redis, kafka: none, rabbitmq: none, nats: none } })).toThrow(
      'environment "prod" must have a network for workers to run in, got none: name one in its brokers',
    );
  });
});
