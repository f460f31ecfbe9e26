import type { IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { CfnReplicationGroupProps } from 'aws-cdk-lib/aws-elasticache';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Duration } from 'aws-cdk-lib/core';
import type { ValkeyIdentity } from './valkey-user.ts';

/** What describes a cache on nodes of one's own. */
export interface ValkeyReplicationGroupProps {
  /** 1 to 40 characters; its group of users bears it too. */
  readonly cacheName: string;
  readonly vpc: IVpc;
  /** In two zones or more. @default - the private subnets of the VPC */
  readonly subnets?: SubnetSelection;
  /** Who may log in; nobody else can, the default user included. At least one. */
  readonly users: readonly ValkeyIdentity[];
  /** `cache.r7g.large` for example; each shard has one for itself and one for each replica. */
  readonly nodeType: `cache.${string}`;
  /** 7.2 or newer: older ones know no tokens of IAM. @default '8.0' */
  readonly engineVersion?: string;
  /** Parts of the keys, 1 to 500; with more than one a client must speak to a cluster. @default 1 */
  readonly shards?: number;
  /** Copies of each shard, 1 to 5. @default 1 */
  readonly replicas?: number;
  /** Whether a write waits until it cannot be lost; chosen when the cache is made, and never again. @default - as ElastiCache has it */
  readonly durability?: 'async' | 'sync' | 'disabled';
  /** Whole days a daily snapshot is kept, 0 (no snapshots) to 35. @default 7 days */
  readonly snapshotRetention?: Duration;
  /** @default - no key of yours: ElastiCache encrypts with its own */
  readonly encryptionKey?: IKey;
  /** Applied last, over everything above; the checks do not see it. @default - none */
  readonly overrides?: Partial<CfnReplicationGroupProps>;
}
