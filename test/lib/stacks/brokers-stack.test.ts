import { describe, expect, it } from '@jest/globals';
import { Match, Template } from 'aws-cdk-lib/assertions';
import type { Stack } from 'aws-cdk-lib/core';
import { environmentNamed } from '../../../lib/config/environments.ts';
import { onlyResource } from '../synth.ts';
import { policyOf } from './policy-of.ts';
import { stacksOf } from './orders-stacks.ts';

const prod = stacksOf(environmentNamed('prod'));
const template = Template.fromStack(prod.brokers as Stack);

describe('the brokers of prod', () => {
  it('are a cluster of MSK, a serverless cache and a broker of Amazon MQ, kept when the stack goes', () => {
    expect(onlyResource(template, 'AWS::MSK::Cluster')).toMatchObject({ ClusterName: 'orders-prod' });
    expect(onlyResource(template, 'AWS::ElastiCache::ServerlessCache')).toMatchObject({
      ServerlessCacheName: 'orders-prod',
    });
    expect(onlyResource(template, 'AWS::AmazonMQ::Broker')).toMatchObject({
      ...{ BrokerName: 'orders-prod', DeploymentMode: 'CLUSTER_MULTI_AZ', PubliclyAccessible: false },
    });
    for (const type of ['AWS::MSK::Cluster', 'AWS::ElastiCache::ServerlessCache', 'AWS::AmazonMQ::Broker']) {
      template.hasResource(type, { DeletionPolicy: 'Retain' });
    }
  });

  it('are in a network that nothing leaves, with endpoints of what their clients call and of nothing else', () => {
    template.resourceCountIs('AWS::EC2::InternetGateway', 0);
    template.resourceCountIs('AWS::EC2::NatGateway', 0);
    const endpoints = Object.values(template.findResources('AWS::EC2::VPCEndpoint'));
    const services = endpoints.map(({ Properties }) => JSON.stringify((Properties as EndpointProps).ServiceName));

    expect(services.map((service) => /\.((?:ecr\.)?[a-z0-9]+)"[\]}]*$/.exec(service)?.[1]).sort()).toEqual([
      ...['dynamodb', 'ecr.api', 'ecr.dkr', 'lambda', 'logs', 's3', 'secretsmanager', 'sqs', 'sts'],
    ]);
  });

  it('have a user for each client of the cache, with its streams alone', () => {
    const users = Object.values(template.findResources('AWS::ElastiCache::User', { Properties: { Engine: 'valkey' } }));
    const seen = users.map(({ Properties }) => Properties as { UserId: string; AccessString: string });

    expect(seen.map(({ UserId }) => UserId).sort()).toEqual([
      'orders-prod-forward-to-redis',
      'orders-prod-live-orders',
      'orders-prod-reconciler',
    ]);
    expect(
      seen.map(({ AccessString }) => AccessString).filter((text) => !text.includes(' ~stream:{orders:live}* ')),
    ).toEqual([]);
  });

  it('get their topics, streams and queues in each deployment that changes them, which waits for that', () => {
    template.hasResourceProperties('Custom::Trigger', { InvocationType: 'RequestResponse', Timeout: '300000' });
    template.hasResource('Custom::Trigger', {
      DependsOn: Match.arrayWith([
        Match.stringLikeRegexp('^Cache'),
        Match.stringLikeRegexp('^KafkaCluster'),
        Match.stringLikeRegexp('^RabbitBroker'),
        Match.stringLikeRegexp('^ReconcilerRoleDefaultPolicy'),
      ]),
    });
  });

  it('let their reconciler make the topics of the pipeline, log in to the cache as itself and read one secret', () => {
    const actions = policyOf(template, 'ReconcilerRoleDefaultPolicy').map(({ Action }) => [Action].flat());

    expect(actions.flat().filter((action) => /Delete|\*/.test(action))).toEqual([]);
    expect(actions).toEqual(
      expect.arrayContaining([
        ['elasticache:Connect'],
        expect.arrayContaining(['kafka-cluster:CreateTopic', 'kafka-cluster:AlterTopic']),
        ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
      ]),
    );
  });
});

interface EndpointProps {
  readonly ServiceName: unknown;
}
