import { Connections, type IConnectable, type ISecurityGroup, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { CfnServerlessCache } from 'aws-cdk-lib/aws-elasticache';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { refuseFaults } from '../checks/refuse-faults.ts';
import { withDefaults } from '../with-defaults.ts';
import { grantValkeyConnect, refuseStranger } from './grant-valkey-connect.ts';
import { valkeyCacheChecks } from './valkey-cache-checks.ts';
import type { ValkeyCacheProps } from './valkey-cache-props.ts';
import type { ValkeyIdentity } from './valkey-user.ts';
import { valkeyUserGroup } from './valkey-user-group.ts';

/** What `ValkeyCache` uses when nothing else is said. */
export const valkeyCacheDefaults = {
  majorVersion: '8',
  maxStorageGb: 10,
  maxEcpuPerSecond: 5000,
  snapshotRetention: Duration.days(7),
} as const;

/** Where a client connects; never without TLS. */
export interface ValkeyEndpoint {
  readonly host: string;
  readonly port: number;
  readonly tls: true;
}

/** A cache, made here or elsewhere. */
export interface IValkeyCache extends IConnectable {
  readonly cacheArn: string;
  readonly endpoint: ValkeyEndpoint;
  /**
   * Lets `grantee` log in to this cache as `user`, and as nobody else.
   *
   * @throws ConstructError when a cache that is made here does not let that user in.
   */
  grantConnect(grantee: IGrantable, user: ValkeyIdentity): Grant;
}

/** What must be known of an existing cache. */
export interface ValkeyCacheAttributes {
  readonly cacheArn: string;
  readonly host: string;
  /** @default 6379 */
  readonly port?: number;
  readonly securityGroups: readonly ISecurityGroup[];
}

// A serverless cache answers writers on the first and readers on the second; no setting changes them.
const [writerPort, readerPort] = [6379, 6380];

/** A serverless cache: TLS only, users of IAM only, and closed to the network until `connections` lets someone in. */
export class ValkeyCache extends Construct implements IValkeyCache {
  /** An existing cache, to connect to. */
  static fromAttributes(attributes: ValkeyCacheAttributes): IValkeyCache {
    const { cacheArn, host, port = writerPort, securityGroups } = attributes;
    const defaultPort = port === writerPort ? Port.tcpRange(writerPort, readerPort) : Port.tcp(port);
    return {
      cacheArn,
      endpoint: { host, port, tls: true },
      connections: new Connections({ securityGroups: [...securityGroups], defaultPort }),
      grantConnect: (grantee, user) => grantValkeyConnect(cacheArn, grantee, user),
    };
  }

  readonly resource: CfnServerlessCache;
  readonly cacheArn: string;
  readonly endpoint: ValkeyEndpoint;
  readonly connections: Connections;
  private readonly users: readonly ValkeyIdentity[];

  /** @throws ConstructError with every setting that cannot work. */
  constructor(scope: Construct, id: string, props: ValkeyCacheProps) {
    super(scope, id);
    const { vpc } = props;
    const { subnetIds, availabilityZones } = vpc.selectSubnets(props.subnets);
    refuseFaults(this, valkeyCacheChecks(props, new Set(availabilityZones).size));
    const group = new SecurityGroup(this, 'SecurityGroup', { vpc, allowAllOutbound: false });
    const defaultPort = Port.tcpRange(writerPort, readerPort);
    this.connections = new Connections({ securityGroups: [group], defaultPort });
    this.resource = new CfnServerlessCache(this, 'Cache', {
      ...cacheSettings(props),
      subnetIds,
      securityGroupIds: [group.securityGroupId],
      userGroupId: valkeyUserGroup(this, props).ref,
      ...props.overrides,
    });
    this.users = props.users;
    this.cacheArn = this.resource.attrArn;
    this.endpoint = { host: this.resource.attrEndpointAddress, port: writerPort, tls: true };
  }

  grantConnect(grantee: IGrantable, user: ValkeyIdentity): Grant {
    refuseStranger(this, this.users, user);
    return grantValkeyConnect(this.cacheArn, grantee, user);
  }
}

function cacheSettings(props: ValkeyCacheProps) {
  const settings = withDefaults(props, valkeyCacheDefaults);
  return {
    serverlessCacheName: props.cacheName,
    engine: 'valkey',
    majorEngineVersion: settings.majorVersion,
    cacheUsageLimits: {
      dataStorage: { maximum: settings.maxStorageGb, unit: 'GB' },
      ecpuPerSecond: { maximum: settings.maxEcpuPerSecond },
    },
    snapshotRetentionLimit: settings.snapshotRetention.toDays(),
    kmsKeyId: props.encryptionKey?.keyArn,
  };
}
