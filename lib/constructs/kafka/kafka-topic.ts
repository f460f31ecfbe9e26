import { CfnTopic } from 'aws-cdk-lib/aws-msk';
import { Token } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { type Check, within } from '../checks/check.ts';
import { refuseFaults } from '../checks/refuse-faults.ts';
import { withDefaults } from '../with-defaults.ts';
import type { IKafkaCluster } from './kafka-cluster.ts';

/** What `KafkaTopic` uses when nothing else is said. */
export const kafkaTopicDefaults = { partitions: 6, replicationFactor: 3, settings: {} } as const;

/** What describes a topic of a cluster. */
export interface KafkaTopicProps {
  readonly cluster: Pick<IKafkaCluster, 'clusterArn'>;
  /** 1 to 249 letters, digits, dots, underscores and hyphens. */
  readonly topicName: string;
  /** 1 or more; more of them later send keys to other partitions, where they overtake themselves. @default 6 */
  readonly partitions?: number;
  /** Brokers that keep a copy, 1 to 15. @default 3 */
  readonly replicationFactor?: number;
  /** Settings of the topic by their Kafka names, `retention.ms` for example. @default - those of the cluster */
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * A topic of a cluster of MSK.
 *
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-msk-topic.html
 */
export class KafkaTopic extends Construct {
  readonly resource: CfnTopic;
  readonly topicName: string;

  /** @throws ConstructError with every setting that cannot work. */
  constructor(scope: Construct, id: string, props: KafkaTopicProps) {
    super(scope, id);
    const { cluster, topicName, partitions, replicationFactor, settings } = withDefaults(props, kafkaTopicDefaults);
    refuseFaults(this, [
      topicNameCheck(topicName),
      within({ what: 'partitions', value: partitions, least: 1, most: 10_000, remedy: 'choose 1 to 10000' }),
      within({ what: 'replicationFactor', value: replicationFactor, least: 1, most: 15, remedy: 'choose 1 to 15' }),
    ]);
    this.resource = new CfnTopic(this, 'Topic', {
      clusterArn: cluster.clusterArn,
      topicName,
      partitionCount: partitions,
      replicationFactor,
      ...(Object.keys(settings).length > 0 && { configs: encoded(settings) }),
    });
    this.topicName = topicName;
  }
}

/** The row for the name of a topic; an unresolved token passes. */
export function topicNameCheck(name: string): Check {
  return {
    holds: Token.isUnresolved(name) || (/^[a-zA-Z0-9._-]{1,249}$/.test(name) && !/^\.{1,2}$/.test(name)),
    must: 'the name of a topic must be 1 to 249 letters, digits, dots, underscores and hyphens',
    got: `"${name}"`,
    remedy: 'choose a shorter or plainer name',
  };
}

/** An object of JSON in Base64, which is what the API of MSK calls configs. */
function encoded(settings: Readonly<Record<string, string>>): string {
  return Buffer.from(JSON.stringify(settings), 'utf8').toString('base64');
}
