import type { IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { CfnClusterProps } from 'aws-cdk-lib/aws-msk';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ClusterKind } from './cluster-kind.ts';
import type { KafkaLogin } from './kafka-login.ts';

/** What describes a cluster. */
export interface KafkaClusterProps {
  /** 1 to 64 letters, digits and hyphens; ARNs of topics hold it. */
  readonly clusterName: string;
  readonly vpc: IVpc;
  /** One subnet a zone: two or three zones, three for express. @default - one isolated or private subnet of each zone */
  readonly subnets?: SubnetSelection;
  /** @default ClusterKind.serverless() */
  readonly kind?: ClusterKind;
  /** @default - 3.9, without ZooKeeper where the kind offers it */
  readonly kafkaVersion?: string;
  /** Ways to log in, at least one; serverless takes `iam` alone. @default ['iam'] */
  readonly logins?: readonly KafkaLogin[];
  /**
   * Users of SCRAM: each secret is named `AmazonMSK_...`, encrypted with a key of the customer, and holds `username` and
   * `password`.
   *
   * Source: https://docs.aws.amazon.com/msk/latest/developerguide/msk-password.html
   *
   * @default - none
   */
  readonly scramSecrets?: readonly ISecret[];
  /** ARNs of the private authorities that sign certificates of clients; needed for `mtls`. @default - none */
  readonly certificateAuthorityArns?: readonly string[];
  /** Of the disks; a cluster that is serverless has a key of its own. @default - a key of MSK */
  readonly encryptionKey?: IKey;
  /** Of the logs of provisioned brokers; other kinds have none. @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
  /** Of a cluster with brokers, applied last, over everything above; serverless has nothing more. @default - none */
  readonly overrides?: Partial<CfnClusterProps>;
}
