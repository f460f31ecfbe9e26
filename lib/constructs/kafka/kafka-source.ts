import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IKafkaCluster } from './kafka-cluster.ts';

/** Brokers that AWS does not run. */
export interface SelfManagedBrokers {
  /** `host:port`, at least one. */
  readonly bootstrapServers: readonly string[];
  /** Where the pollers get their network interfaces. @default - none: the brokers are reached over the internet */
  readonly network?: KafkaNetwork;
  /** Holds `certificate`, that of the private authority that signed the brokers' own. @default - a public authority */
  readonly rootCaCertificate?: ISecret;
}

/** Subnets and security groups from which brokers can be reached. */
export interface KafkaNetwork {
  readonly vpc: IVpc;
  /** In two zones or more. @default - the private subnets */
  readonly subnets?: SubnetSelection;
  /** At least one, which the brokers let in. */
  readonly securityGroups: readonly ISecurityGroup[];
}

/** A cluster of MSK, or brokers of one's own; a mapping reads both in the same way. */
export type KafkaSource =
  | { readonly kind: 'msk'; readonly cluster: IKafkaCluster }
  | { readonly kind: 'self-managed'; readonly brokers: SelfManagedBrokers };

/** A cluster of MSK as the source of a mapping. */
export function mskSource(cluster: IKafkaCluster): KafkaSource {
  return { kind: 'msk', cluster };
}

/** Brokers of one's own as the source of a mapping. */
export function selfManagedSource(brokers: SelfManagedBrokers): KafkaSource {
  return { kind: 'self-managed', brokers };
}
