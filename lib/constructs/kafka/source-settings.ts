import type { CfnEventSourceMappingProps } from 'aws-cdk-lib/aws-lambda';
import type { KafkaAccessRow, KafkaAuth } from './kafka-auth.ts';
import type { KafkaSource, SelfManagedBrokers } from './kafka-source.ts';

/** Whose topic is read, as whom. */
export interface SourceChoice {
  readonly source: KafkaSource;
  readonly auth: KafkaAuth;
  readonly groupId: string;
}

/** What a mapping says of where it reads. */
export function sourceSettings({
  source,
  auth,
  groupId,
}: SourceChoice): Omit<CfnEventSourceMappingProps, 'functionName'> {
  if (source.kind === 'msk') {
    return {
      eventSourceArn: source.cluster.clusterArn,
      amazonManagedKafkaEventSourceConfig: { consumerGroupId: groupId },
      ...rows(auth.access),
    };
  }
  const { brokers } = source;
  return {
    selfManagedEventSource: { endpoints: { kafkaBootstrapServers: [...brokers.bootstrapServers] } },
    selfManagedKafkaEventSourceConfig: { consumerGroupId: groupId },
    ...rows([...auth.access, ...certificateRows(brokers), ...networkRows(brokers)]),
  };
}

function rows(access: readonly KafkaAccessRow[]): Pick<CfnEventSourceMappingProps, 'sourceAccessConfigurations'> {
  return access.length === 0 ? {} : { sourceAccessConfigurations: [...access] };
}

function certificateRows({ rootCaCertificate }: SelfManagedBrokers): readonly KafkaAccessRow[] {
  return rootCaCertificate === undefined
    ? []
    : [{ type: 'SERVER_ROOT_CA_CERTIFICATE', uri: rootCaCertificate.secretArn }];
}

function networkRows({ network }: SelfManagedBrokers): readonly KafkaAccessRow[] {
  if (network === undefined) {
    return [];
  }
  const { subnetIds } = network.vpc.selectSubnets(network.subnets);
  return [
    ...subnetIds.map((id) => ({ type: 'VPC_SUBNET', uri: `subnet:${id}` })),
    ...network.securityGroups.map((group) => ({
      type: 'VPC_SECURITY_GROUP',
      uri: `security_group:${group.securityGroupId}`,
    })),
  ];
}
