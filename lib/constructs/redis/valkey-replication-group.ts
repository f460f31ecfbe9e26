import { Connections, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { CfnReplicationGroup, CfnSubnetGroup } from 'aws-cdk-lib/aws-elasticache';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { ArnFormat, Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { type Check, within } from '../checks/check.ts';
import { refuseFaults } from '../checks/refuse-faults.ts';
import { type Settled, withDefaults } from '../with-defaults.ts';
import { grantValkeyConnect, refuseStranger } from './grant-valkey-connect.ts';
import { nameCheck } from './name-check.ts';
import type { IValkeyCache, ValkeyEndpoint } from './valkey-cache.ts';
import { snapshotCheck } from './valkey-cache-checks.ts';
import type { ValkeyReplicationGroupProps } from './valkey-replication-group-props.ts';
import type { ValkeyIdentity } from './valkey-user.ts';
import { valkeyUserGroup } from './valkey-user-group.ts';

/** What `ValkeyReplicationGroup` uses when nothing else is said. */
export const valkeyReplicationGroupDefaults = {
  engineVersion: '8.0',
  shards: 1,
  replicas: 1,
  snapshotRetention: Duration.days(7),
} as const;

type Settings = Settled<ValkeyReplicationGroupProps, typeof valkeyReplicationGroupDefaults>;

const port = 6379;

/**
 * A cache on nodes of one's own: TLS only, users of IAM only, failing over to a replica in another zone, and closed to the
 * network until `connections` lets someone in.
 *
 * Replicas follow with a delay, so a failover can lose what was acknowledged a moment before; `durability` prevents it.
 *
 * Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Replication.html
 */
export class ValkeyReplicationGroup extends Construct implements IValkeyCache {
  readonly resource: CfnReplicationGroup;
  readonly cacheArn: string;
  readonly endpoint: ValkeyEndpoint;
  readonly connections: Connections;
  private readonly users: readonly ValkeyIdentity[];

  /** @throws ConstructError with every setting that cannot work. */
  constructor(scope: Construct, id: string, props: ValkeyReplicationGroupProps) {
    super(scope, id);
    const settings = withDefaults(props, valkeyReplicationGroupDefaults);
    const { vpc, users, cacheName, shards } = settings;
    const { subnetIds, availabilityZones } = vpc.selectSubnets(props.subnets);
    refuseFaults(this, checks(settings, new Set(availabilityZones).size));
    const group = new SecurityGroup(this, 'SecurityGroup', { vpc, allowAllOutbound: false });
    this.connections = new Connections({ securityGroups: [group], defaultPort: Port.tcp(port) });
    const subnets = new CfnSubnetGroup(this, 'Subnets', { description: `of the cache ${cacheName}`, subnetIds });
    this.resource = new CfnReplicationGroup(this, 'Cache', {
      ...groupSettings(settings),
      cacheSubnetGroupName: subnets.ref,
      securityGroupIds: [group.securityGroupId],
      userGroupIds: [valkeyUserGroup(this, { cacheName, users }).ref],
      ...props.overrides,
    });
    this.users = users;
    this.cacheArn = Stack.of(this).formatArn({
      service: 'elasticache',
      resource: 'replicationgroup',
      resourceName: this.resource.ref,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const { attrConfigurationEndPointAddress: ofShards, attrPrimaryEndPointAddress: ofPrimary } = this.resource;
    this.endpoint = { host: shards > 1 ? ofShards : ofPrimary, port, tls: true };
  }

  grantConnect(grantee: IGrantable, user: ValkeyIdentity): Grant {
    refuseStranger(this, this.users, user);
    return grantValkeyConnect(this.cacheArn, grantee, user);
  }
}

function groupSettings({ cacheName, shards, replicas, ...settings }: Settings) {
  return {
    replicationGroupId: cacheName,
    replicationGroupDescription: `the cache ${cacheName}`,
    engine: 'valkey',
    engineVersion: settings.engineVersion,
    cacheNodeType: settings.nodeType,
    clusterMode: shards > 1 ? 'enabled' : 'disabled',
    numNodeGroups: shards,
    replicasPerNodeGroup: replicas,
    automaticFailoverEnabled: true,
    multiAzEnabled: true,
    port,
    transitEncryptionEnabled: true,
    transitEncryptionMode: 'required',
    atRestEncryptionEnabled: true,
    kmsKeyId: settings.encryptionKey?.keyArn,
    durability: settings.durability,
    snapshotRetentionLimit: settings.snapshotRetention.toDays(),
  };
}

function checks({ cacheName, users, shards, replicas, snapshotRetention }: Settings, zones: number): readonly Check[] {
  return [
    nameCheck('cacheName', cacheName, 40),
    within({ what: 'zones', value: zones, least: 2, remedy: 'select subnets in two zones or more' }),
    within({ what: 'number of users', value: users.length, least: 1, remedy: 'name who may log in' }),
    within({ what: 'shards', value: shards, least: 1, most: 500, remedy: 'choose 1 to 500' }),
    within({ what: 'replicas', value: replicas, least: 1, most: 5, remedy: 'choose 1 to 5: none is no failover' }),
    snapshotCheck(snapshotRetention),
  ];
}
