import { describe, expect, it } from '@jest/globals';
import { Architecture, Tracing } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import {
  EventFunction,
  type EventFunctionProps,
  eventFunctionDefaults,
} from '../../../../lib/constructs/function/event-function.ts';
import { PipelineNetwork } from '../../../../lib/constructs/network/pipeline-network.ts';
import { createStack, onlyResource, statementsOf, templateOf } from '../../synth.ts';

const entry = 'lambdas/contracts/orders/pipeline.ts';
const templateWith = (props?: Partial<EventFunctionProps>): Template =>
  templateOf((stack) => new EventFunction(stack, 'Handler', { entry, ...props }));

describe('EventFunction', () => {
  it('has the documented defaults', () => {
    expect(eventFunctionDefaults).toEqual({
      timeout: Duration.seconds(30),
      memoryMb: 256,
      logRetention: RetentionDays.ONE_MONTH,
      logRemovalPolicy: RemovalPolicy.DESTROY,
    });
  });

  it('runs on Node 24 and arm64, traced, with JSON logs in its own group and outside any network', () => {
    const template = templateWith();

    expect(onlyResource(template, 'AWS::Lambda::Function')).toEqual({
      Architectures: ['arm64'],
      Code: { S3Bucket: expect.anything(), S3Key: expect.stringMatching(/\.zip$/) },
      Handler: 'index.handler',
      LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: 'HandlerLogs9F727CE1' } },
      MemorySize: 256,
      Role: { 'Fn::GetAtt': ['HandlerRole2397B183', 'Arn'] },
      Runtime: 'nodejs24.x',
      Timeout: 30,
      TracingConfig: { Mode: 'Active' },
    });
    expect(onlyResource(template, 'AWS::Logs::LogGroup')).toEqual({ RetentionInDays: 30 });
    template.hasResource('AWS::Logs::LogGroup', { DeletionPolicy: 'Delete' });
  });

  it('in a network may have interfaces there, lets nobody in and reaches services of AWS alone', () => {
    const template = templateOf((stack) => {
      const { vpc, subnets } = new PipelineNetwork(stack, 'Network');
      new EventFunction(stack, 'Handler', { entry, network: { vpc, subnets } });
    });

    template.hasResourceProperties('AWS::Lambda::Function', {
      Handler: 'index.handler',
      VpcConfig: {
        SubnetIds: Array.from({ length: 3 }, () => ({ Ref: Match.stringLikeRegexp('ClosedSubnet') })),
        SecurityGroupIds: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^HandlerSecurityGroup'), 'GroupId'] }],
      },
    });
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: 'Test/Handler/SecurityGroup',
      SecurityGroupEgress: [
        { CidrIp: '0.0.0.0/0', FromPort: 443, ToPort: 443, IpProtocol: 'tcp', Description: 'services of AWS' },
      ],
      SecurityGroupIngress: Match.absent(),
    });
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyName: Match.stringLikeRegexp('^HandlerFunctionNetwork'),
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: [
              'ec2:AssignPrivateIpAddresses',
              'ec2:CreateNetworkInterface',
              'ec2:DeleteNetworkInterface',
              'ec2:DescribeNetworkInterfaces',
              'ec2:DescribeSubnets',
              'ec2:UnassignPrivateIpAddresses',
            ],
            Resource: '*',
          },
        ],
      },
    });
  });

  it('may write its own logs and its traces and nothing else', () => {
    const template = templateWith();

    expect(onlyResource(template, 'AWS::IAM::Role')).not.toHaveProperty('ManagedPolicyArns');
    expect(statementsOf(template)).toEqual([
      {
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Effect: 'Allow',
        Resource: { 'Fn::GetAtt': ['HandlerLogs9F727CE1', 'Arn'] },
      },
      {
        Action: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
        Effect: 'Allow',
        Resource: '*',
      },
    ]);
  });

  it('renders what it is told', () => {
    const template = templateWith({
      timeout: Duration.seconds(60),
      memoryMb: 512,
      description: 'places orders',
      environment: { TABLE: 'orders' },
      logRetention: RetentionDays.ONE_YEAR,
      logRemovalPolicy: RemovalPolicy.RETAIN,
    });

    expect(onlyResource(template, 'AWS::Lambda::Function')).toMatchObject({
      Description: 'places orders',
      Environment: { Variables: { TABLE: 'orders' } },
      MemorySize: 512,
      Timeout: 60,
    });
    template.hasResource('AWS::Logs::LogGroup', { DeletionPolicy: 'Retain', Properties: { RetentionInDays: 365 } });
  });

  it('applies overrides last, tracing too', () => {
    const template = templateWith({ overrides: { architecture: Architecture.X86_64, tracing: Tracing.PASS_THROUGH } });

    expect(onlyResource(template, 'AWS::Lambda::Function')).toMatchObject({
      Architectures: ['x86_64'],
      TracingConfig: { Mode: 'PassThrough' },
    });
  });

  it('measures its errors', () => {
    expect(new EventFunction(createStack(), 'Handler', { entry }).metricErrors()).toMatchObject({
      metricName: 'Errors',
    });
  });

  it.each<[Partial<EventFunctionProps>]>([
    [{ timeout: Duration.seconds(1) }],
    [{ timeout: Duration.seconds(900) }],
    [{ memoryMb: 128 }],
    [{ memoryMb: 10_240 }],
  ])('accepts a setting at its limit: %#', (props) => {
    expect(() => templateWith(props)).not.toThrow();
  });

  it.each<[Partial<EventFunctionProps>, string]>([
    [{ timeout: Duration.seconds(0) }, 'timeout must be between 1 and 900 s, got 0 s'],
    [{ timeout: Duration.seconds(901) }, 'timeout must be between 1 and 900 s, got 901 s'],
    [{ memoryMb: 127 }, 'memoryMb must be between 128 and 10240 MB, got 127 MB'],
    [{ memoryMb: 10_241 }, 'memoryMb must be between 128 and 10240 MB, got 10241 MB'],
  ])('rejects a setting beyond its limit: %#', (props, message) => {
    expect(() => templateWith(props)).toThrow(message);
  });
});
