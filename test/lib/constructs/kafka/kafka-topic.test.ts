import { describe, expect, it } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { KafkaTopic, type KafkaTopicProps, kafkaTopicDefaults } from '../../../../lib/constructs/kafka/kafka-topic.ts';
import { createStack, onlyResource } from '../../synth.ts';

const clusterArn = 'arn:aws:kafka:eu-west-1:1:cluster/orders/0-1';

function topicOf(props: Partial<KafkaTopicProps> = {}) {
  const stack = createStack();
  new KafkaTopic(stack, 'Topic', { cluster: { clusterArn }, topicName: 'orders.events', ...props });
  return onlyResource(Template.fromStack(stack), 'AWS::MSK::Topic');
}

describe('KafkaTopic', () => {
  it('has the documented defaults', () => {
    expect(kafkaTopicDefaults).toEqual({ partitions: 6, replicationFactor: 3, settings: {} });
    expect(topicOf()).toEqual({
      ClusterArn: clusterArn,
      TopicName: 'orders.events',
      PartitionCount: 6,
      ReplicationFactor: 3,
    });
  });

  it('renders its settings as the API wants them', () => {
    const { Configs } = topicOf({ settings: { 'retention.ms': '604800000', 'cleanup.policy': 'compact' } });

    expect(JSON.parse(Buffer.from(String(Configs), 'base64').toString('utf8'))).toEqual({
      'retention.ms': '604800000',
      'cleanup.policy': 'compact',
    });
  });

  it('refuses what no cluster takes, all faults together', () => {
    expect(() => topicOf({ topicName: 'orders events', partitions: 0, replicationFactor: 16 })).toThrow(
      /got "orders events".*partitions must be between 1 and 10000, got 0.*replicationFactor.*got 16/su,
    );
    expect(() => topicOf({ topicName: '..' })).toThrow(/got "\.\."/u);
  });
});
