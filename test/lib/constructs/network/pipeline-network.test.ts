import { describe, expect, it } from '@jest/globals';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  PipelineNetwork,
  type PipelineNetworkProps,
  pipelineNetworkDefaults,
} from '../../../../lib/constructs/network/pipeline-network.ts';
import { createStack, templateOf } from '../../synth.ts';

const templateWith = (props?: PipelineNetworkProps): Template =>
  templateOf((stack) => new PipelineNetwork(stack, 'Network', props));

describe('PipelineNetwork', () => {
  it('has the documented defaults', () => {
    expect(pipelineNetworkDefaults).toEqual({
      ...{ zones: 3, nat: false, endpoints: [], cidr: '10.0.0.0/16', logRetention: RetentionDays.ONE_MONTH },
    });
  });

  it('is three subnets without a way out or in, the two gateways that cost nothing, and a log', () => {
    const template = templateWith();

    template.resourceCountIs('AWS::EC2::Subnet', 3);
    template.allResourcesProperties('AWS::EC2::Subnet', { MapPublicIpOnLaunch: false });
    template.resourceCountIs('AWS::EC2::InternetGateway', 0);
    template.resourceCountIs('AWS::EC2::Route', 0);
    template.resourceCountIs('AWS::EC2::VPCEndpoint', 2);
    template.allResourcesProperties('AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Gateway' });
    template.hasResourceProperties('AWS::EC2::FlowLog', { TrafficType: 'ALL', LogDestinationType: 'cloud-watch-logs' });
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
  });

  it('takes its zones from the region, so that no account is asked', () => {
    const zones = Object.values(templateWith({ zones: 2 }).findResources('AWS::EC2::Subnet')).map(
      ({ Properties }) => (Properties as { readonly AvailabilityZone: unknown }).AvailabilityZone,
    );

    expect(zones).toEqual([0, 1].map((zone) => ({ 'Fn::Select': [zone, { 'Fn::GetAZs': '' }] })));
  });

  it('has an endpoint for each service, in every subnet, to which the network alone comes', () => {
    const template = templateWith({ endpoints: ['secrets-manager', 'lambda'] });

    for (const service of ['secretsmanager', 'lambda']) {
      template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
        VpcEndpointType: 'Interface',
        ServiceName: { 'Fn::Join': ['', ['com.amazonaws.', { Ref: 'AWS::Region' }, `.${service}`]] },
        PrivateDnsEnabled: true,
        SubnetIds: Array.from({ length: 3 }, () => ({ Ref: Match.stringLikeRegexp('ClosedSubnet') })),
        SecurityGroupIds: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('Endpoints'), 'GroupId'] }],
      });
    }
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: [Match.objectLike({ CidrIp: '10.0.0.0/16', FromPort: 443, ToPort: 443 })],
    });
  });

  it('with nat has a gateway in each zone and no endpoint but the two', () => {
    const template = templateWith({ nat: true, zones: 2 });

    template.resourceCountIs('AWS::EC2::NatGateway', 2);
    template.resourceCountIs('AWS::EC2::VPCEndpoint', 2);
    template.allResourcesProperties('AWS::EC2::Subnet', { MapPublicIpOnLaunch: false });
  });

  it.each<[string, PipelineNetworkProps, RegExp]>([
    ['one zone', { zones: 1 }, /zones must be between 2 and 3, got 1/u],
    ['endpoints beside a way out', { nat: true, endpoints: ['sqs'] }, /endpoints must be left out.*got sqs/u],
  ])('refuses %s', (_, props, message) => {
    expect(() => new PipelineNetwork(createStack(), 'Network', props)).toThrow(message);
  });
});
