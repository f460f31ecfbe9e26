import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { kafkaArn } from './kafka-arns.ts';

/** Which topic is read, and on behalf of which consumer group. */
export interface KafkaReading {
  readonly topic: string;
  /** Owner of the offsets. */
  readonly groupId: string;
}

/** Lets `grantee` read one topic as one consumer group. */
export function grantKafkaConsume(clusterArn: string, grantee: IGrantable, { topic, groupId }: KafkaReading): Grant {
  return allow(grantee, ['Connect', 'DescribeClusterDynamicConfiguration'], [clusterArn])
    .combine(allow(grantee, ['DescribeTopic', 'ReadData'], [kafkaArn(clusterArn, 'topic', topic)]))
    .combine(allow(grantee, ['AlterGroup', 'DescribeGroup'], [kafkaArn(clusterArn, 'group', groupId)]));
}

/** Lets `grantee` write one topic, without duplicates of its own retries. */
export function grantKafkaProduce(clusterArn: string, grantee: IGrantable, topic: string): Grant {
  return allow(grantee, ['Connect', 'WriteDataIdempotently'], [clusterArn]).combine(
    allow(grantee, ['DescribeTopic', 'WriteData'], [kafkaArn(clusterArn, 'topic', topic)]),
  );
}

/** Lets `grantee` commit what it writes with the offsets of what it reads as that group, in one transaction a partition. */
export function grantKafkaTransactions(clusterArn: string, grantee: IGrantable, groupId: string): Grant {
  const actions = ['AlterTransactionalId', 'DescribeTransactionalId'];
  return allow(grantee, actions, [kafkaArn(clusterArn, 'transactional-id', `${groupId}-*`)]);
}

/** Lets `grantee` make some topics and change their settings; it takes nothing away. */
export function grantKafkaReconcile(clusterArn: string, grantee: IGrantable, topics: readonly string[]): Grant {
  const actions = ['AlterTopic', 'AlterTopicDynamicConfiguration', 'CreateTopic', 'DescribeTopic'];
  return allow(grantee, ['Connect', 'DescribeCluster'], [clusterArn]).combine(
    allow(
      grantee,
      [...actions, 'DescribeTopicDynamicConfiguration'],
      topics.map((topic) => kafkaArn(clusterArn, 'topic', topic)),
    ),
  );
}

/** Lets `grantee` find the brokers of a cluster, as the pollers of a mapping do. */
export function grantKafkaDescribe(clusterArn: string, grantee: IGrantable): Grant {
  const actions = ['kafka:DescribeCluster', 'kafka:DescribeClusterV2', 'kafka:GetBootstrapBrokers'];
  return Grant.addToPrincipal({ grantee, actions, resourceArns: [clusterArn] });
}

function allow(grantee: IGrantable, actions: readonly string[], resourceArns: readonly string[]): Grant {
  return Grant.addToPrincipal({
    grantee,
    actions: actions.map((action) => `kafka-cluster:${action}`),
    resourceArns: [...resourceArns],
  });
}
