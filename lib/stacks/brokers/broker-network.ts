import { SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { ClientNetwork } from '../../constructs/network/client-network.ts';
import { PipelineNetwork } from '../../constructs/network/pipeline-network.ts';
import type { PipelineStackProps } from '../pipeline-stack-props.ts';
import { networkEndpoints } from './network-endpoints.ts';

/** The network of an environment's brokers and their clients, made here or there already; undefined without one. */
export function brokerNetwork(scope: Construct, props: PipelineStackProps): ClientNetwork | undefined {
  const { definition, environment } = props;
  const { network } = environment.brokers;
  if (network === undefined) {
    return undefined;
  }
  if (network.kind === 'existing') {
    const { vpcId, availabilityZones, subnetIds } = network;
    const vpc = Vpc.fromVpcAttributes(scope, 'Network', {
      ...{ vpcId, availabilityZones: [...availabilityZones], privateSubnetIds: [...subnetIds] },
    });
    Validations.of(vpc).acknowledge({
      id: 'Annotation::@aws-cdk/aws-ec2:noSubnetRouteTableId',
      reason: 'nothing here changes the routes of a network that belongs to somebody else',
    });
    return { vpc, subnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS } };
  }
  const { zones, nat } = network;
  return new PipelineNetwork(scope, 'Network', {
    ...{ zones, nat, logRetention: environment.logRetention },
    endpoints: nat ? [] : networkEndpoints(definition, environment),
  });
}
