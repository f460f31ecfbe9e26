import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib/core';
import type { Construct, IConstruct } from 'constructs';
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
  const stack = Stack.of(cluster);
  const question = new AwsCustomResource(cluster, id, {
    onUpdate: call,
    installLatestAwsSdk: false,
    memorySize: 256,
    logGroup: logsOf(stack),
    policy: AwsCustomResourcePolicy.fromSdkCalls({ resources: [clusterArn] }),
  });
  acknowledgeAsker(stack.node.tryFindChild(askerId));
  return question;
}

/** Of the one function of a stack that asks for all such resources. */
const askerId = `AWS${AwsCustomResource.PROVIDER_FUNCTION_UUID.replaceAll('-', '')}`;
const logsId = 'BootstrapBrokersLogs';

function logsOf(stack: Stack): LogGroup {
  const there = stack.node.tryFindChild(logsId);
  return there instanceof LogGroup
    ? there
    : new LogGroup(stack, logsId, { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
}

function acknowledgeAsker(asker: IConstruct | undefined): void {
  if (asker === undefined) {
    return;
  }
  const made = 'CDK makes it, for deployments alone';
  Validations.of(asker).acknowledge(
    {
      id: 'AwsSolutions::AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
      reason: `${made}: the policy lets it write its log`,
    },
    { id: 'Serverless::Serverless-LambdaDLQ', reason: `${made}, which wait for its answer and fail with it` },
    { id: 'Serverless::Serverless-LambdaTracing', reason: `${made}: it takes part in no message's way` },
  );
}
