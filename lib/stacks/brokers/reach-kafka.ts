import { Port } from 'aws-cdk-lib/aws-ec2';
import { environmentVariables } from '../../../lambdas/contracts/environment-variables.ts';
import type { KafkaAt } from '../../config/broker-settings.ts';
import type { IKafkaCluster } from '../../constructs/kafka/kafka-cluster.ts';
import { kafkaPorts } from '../../constructs/kafka/kafka-login.ts';
import { admitAtAddress, secretVariable } from './admit-at-address.ts';
import type { Reach } from './broker-client.ts';
import type { KafkaUse } from './broker-uses.ts';

const { kafkaBrokers, kafkaAuth, kafkaSecret } = environmentVariables;

/** How clients reach a cluster of MSK: by IAM, and each its own topics and groups alone. */
export function reachMsk(cluster: IKafkaCluster): Reach<KafkaUse> {
  return {
    variables: () => ({ [kafkaBrokers]: cluster.bootstrapBrokers('iam'), [kafkaAuth]: 'iam' }),
    admit: (client, { use: { reads, writes, transactions, reconciles } }) => {
      client.connections.allowTo(cluster, Port.tcp(kafkaPorts.iam), 'brokers of Kafka');
      reads.forEach((reading) => cluster.grantConsume(client, reading));
      writes.forEach((topic) => cluster.grantProduce(client, topic));
      transactions.forEach((groupId) => cluster.grantTransactions(client, groupId));
      if (reconciles.length > 0) {
        cluster.grantReconcile(client, reconciles);
      }
    },
  };
}

/** How clients reach Kafka that is there. */
export function reachKafkaAt({ brokers, auth, secretArn }: KafkaAt): Reach<KafkaUse> {
  return {
    variables: () => ({
      ...{ [kafkaBrokers]: brokers.join(), [kafkaAuth]: auth },
      ...secretVariable(kafkaSecret, secretArn),
    }),
    admit: (client) => {
      admitAtAddress(client, { addresses: brokers, secretArn });
    },
  };
}
