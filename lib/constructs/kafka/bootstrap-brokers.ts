import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import type { Construct } from 'constructs';
import type { KafkaLogin } from './kafka-login.ts';

const fields: Readonly<Record<KafkaLogin, string>> = {
  iam: 'BootstrapBrokerStringSaslIam',
  scram: 'BootstrapBrokerStringSaslScram',
  mtls: 'BootstrapBrokerStringTls',
};

/**
 * The brokers of a cluster, asked for at deployment, because CloudFormation does not tell them.
 *
 * One question a cluster, whatever the number of those who want to know.
 *
 * Source: https://docs.aws.amazon.com/msk/1.0/apireference/clusters-clusterarn-bootstrap-brokers.html
 */
export function brokersAt(cluster: Construct, clusterArn: string, login: KafkaLogin): string {
  const asked = cluster.node.tryFindChild(id);
  const question = asked instanceof AwsCustomResource ? asked : ask(cluster, clusterArn);
  return question.getResponseField(fields[login]);
}

const id = 'BootstrapBrokers';

function ask(cluster: Construct, clusterArn: string): AwsCustomResource {
  const call = {
    service: 'Kafka',
    action: 'GetBootstrapBrokers',
    parameters: { ClusterArn: clusterArn },
    physicalResourceId: PhysicalResourceId.of(`${cluster.node.path}/${id}`),
  };
  return new AwsCustomResource(cluster, id, {
    onUpdate: call,
    installLatestAwsSdk: false,
    policy: AwsCustomResourcePolicy.fromSdkCalls({ resources: [clusterArn] }),
  });
}
