import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnCluster, CfnConfiguration } from 'aws-cdk-lib/aws-msk';
import type { Construct } from 'constructs';
import type { BrokerSettings } from './cluster-kind.ts';
import type { KafkaClusterProps } from './kafka-cluster-props.ts';
import type { KafkaLogin } from './kafka-login.ts';

/** Where a cluster is. */
export interface ClusterPlace {
  readonly clusterName: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
}

/** What the brokers of a cluster are. */
export interface BrokerPlace extends ClusterPlace {
  readonly brokers: BrokerSettings;
  readonly logins: readonly KafkaLogin[];
  readonly zones: number;
}

/** A cluster of brokers, express or with disks. */
export function brokerCluster(scope: Construct, place: BrokerPlace, props: KafkaClusterProps): CfnCluster {
  const { clusterName, subnetIds, securityGroupIds, brokers, zones } = place;
  const kafkaVersion = props.kafkaVersion ?? brokers.kafkaVersion;
  const configuration = new CfnConfiguration(scope, 'Configuration', {
    name: clusterName,
    kafkaVersionsList: [kafkaVersion],
    serverProperties: brokers.serverProperties.join('\n'),
  });
  return new CfnCluster(scope, 'Cluster', {
    clusterName,
    kafkaVersion,
    numberOfBrokerNodes: zones * brokers.brokersPerZone,
    brokerNodeGroupInfo: {
      instanceType: brokers.instanceType,
      clientSubnets: [...subnetIds],
      securityGroups: [...securityGroupIds],
      ...(brokers.storageGib !== undefined && {
        storageInfo: { ebsStorageInfo: { volumeSize: brokers.storageGib } },
      }),
    },
    clientAuthentication: authentication(place.logins, props),
    encryptionInfo: {
      encryptionInTransit: { clientBroker: 'TLS', inCluster: true },
      ...(props.encryptionKey && { encryptionAtRest: { dataVolumeKmsKeyId: props.encryptionKey.keyArn } }),
    },
    configurationInfo: { arn: configuration.attrArn, revision: 1 },
    enhancedMonitoring: 'PER_TOPIC_PER_BROKER',
    ...(brokers.storageGib !== undefined && { loggingInfo: logging(scope, props) }),
    ...props.overrides,
  });
}

function authentication(
  logins: readonly KafkaLogin[],
  { certificateAuthorityArns }: KafkaClusterProps,
): CfnCluster.ClientAuthenticationProperty {
  return {
    sasl: { iam: { enabled: logins.includes('iam') }, scram: { enabled: logins.includes('scram') } },
    tls: {
      enabled: logins.includes('mtls'),
      ...(certificateAuthorityArns && { certificateAuthorityArnList: [...certificateAuthorityArns] }),
    },
    unauthenticated: { enabled: false },
  };
}

function logging(scope: Construct, { logRetention }: KafkaClusterProps): CfnCluster.LoggingInfoProperty {
  const logs = new LogGroup(scope, 'Logs', { retention: logRetention ?? RetentionDays.ONE_MONTH });
  return { brokerLogs: { cloudWatchLogs: { enabled: true, logGroup: logs.logGroupName } } };
}
