import { InstanceType } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { MskBrokers } from '../../config/broker-settings.ts';
import { ClusterKind } from '../../constructs/kafka/cluster-kind.ts';
import { KafkaCluster } from '../../constructs/kafka/kafka-cluster.ts';
import type { ClientNetwork } from '../../constructs/network/client-network.ts';
import { pipelineName } from '../pipeline-name.ts';
import type { PipelineStackProps } from '../pipeline-stack-props.ts';

/** The cluster of MSK that an environment is to have of its own; undefined where it is not to. */
export function madeCluster(
  scope: Construct,
  { definition, environment }: PipelineStackProps,
  { vpc, subnets }: ClientNetwork,
): KafkaCluster | undefined {
  const { kafka } = environment.brokers;
  if (kafka.kind !== 'made' || definition.kafka === undefined) {
    return undefined;
  }
  const cluster = new KafkaCluster(scope, 'Kafka', {
    ...{ clusterName: pipelineName({ definition, environment }), vpc, subnets: { ...subnets, onePerAz: true } },
    ...{ kind: kindOf(kafka.brokers), logRetention: environment.logRetention },
  });
  cluster.resource.applyRemovalPolicy(environment.removalPolicy);
  return cluster;
}

function kindOf(brokers: MskBrokers): ClusterKind {
  switch (brokers.kind) {
    case 'serverless':
      return ClusterKind.serverless();
    case 'express':
      return ClusterKind.express({ instanceType: new InstanceType(brokers.instance) });
    case 'provisioned': {
      const { instance, storageGib } = brokers;
      return ClusterKind.provisioned({ instanceType: new InstanceType(instance), storageGib });
    }
  }
}
