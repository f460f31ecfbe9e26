import type { IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { CfnServerlessCacheProps } from 'aws-cdk-lib/aws-elasticache';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Duration } from 'aws-cdk-lib/core';
import type { ValkeyIdentity } from './valkey-user.ts';

/** What describes a cache. */
export interface ValkeyCacheProps {
  /** 1 to 32 characters; its group of users bears it too. */
  readonly cacheName: string;
  readonly vpc: IVpc;
  /** In two or three zones. @default - the private subnets of the VPC */
  readonly subnets?: SubnetSelection;
  /** Who may log in; nobody else can, the default user included. At least one. */
  readonly users: readonly ValkeyIdentity[];
  /** @default '8' */
  readonly majorVersion?: '7' | '8';
  /** GB, 1 to 5000; what it costs at most. @default 10 */
  readonly maxStorageGb?: number;
  /** ECPU per second, 1000 to 15 000 000; what it costs at most. @default 5000 */
  readonly maxEcpuPerSecond?: number;
  /** Whole days a daily snapshot is kept, 0 (no snapshots) to 35. @default 7 days */
  readonly snapshotRetention?: Duration;
  /** @default - no key of yours: ElastiCache encrypts with its own */
  readonly encryptionKey?: IKey;
  /** Applied last, over everything above; the checks do not see it. @default - none */
  readonly overrides?: Partial<CfnServerlessCacheProps>;
}
