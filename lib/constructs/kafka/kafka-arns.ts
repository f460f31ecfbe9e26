import { Fn } from 'aws-cdk-lib/core';

/**
 * The ARN of a topic, consumer group or transactional id of a cluster, as policies name it.
 *
 * Cut out of the cluster's ARN, because the id at its end is known to nobody before the deployment.
 *
 * Source: https://docs.aws.amazon.com/msk/latest/developerguide/kafka-actions.html
 */
export function kafkaArn(clusterArn: string, kind: 'topic' | 'group' | 'transactional-id', name: string): string {
  const parts = Fn.split(':cluster/', clusterArn);
  return `${Fn.select(0, parts)}:${kind}/${Fn.select(1, parts)}/${name}`;
}
