import { CfnServerlessCluster } from 'aws-cdk-lib/aws-msk';
import type { Construct } from 'constructs';
import type { ClusterPlace } from './broker-cluster.ts';

/** A cluster without brokers to speak of. */
export function serverlessCluster(
  scope: Construct,
  { clusterName, subnetIds, securityGroupIds }: ClusterPlace,
): CfnServerlessCluster {
  return new CfnServerlessCluster(scope, 'Cluster', {
    clusterName,
    clientAuthentication: { sasl: { iam: { enabled: true } } },
    vpcConfigs: [{ subnetIds: [...subnetIds], securityGroups: [...securityGroupIds] }],
  });
}
