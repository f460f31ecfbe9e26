import { Connections, type IConnectable, type ISecurityGroup, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { CfnServerlessCache, CfnUser, CfnUserGroup } from 'aws-cdk-lib/aws-elasticache';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { refuseFaults } from '../checks/refuse-faults.ts';
import { withDefaults } from '../with-defaults.ts';
import { valkeyCacheChecks } from './valkey-cache-checks.ts';
import type { ValkeyCacheProps } from './valkey-cache-props.ts';
import type { ValkeyIdentity } from './valkey-user.ts';

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
  /** Lets `grantee` log in to this cache as `user`, and as nobody else. */
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
      grantConnect: (grantee, user) => connectGrant(cacheArn, grantee, user),
    };
  }

  readonly resource: CfnServerlessCache;
  readonly cacheArn: string;
  readonly endpoint: ValkeyEndpoint;
  readonly connections: Connections;

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
      userGroupId: userGroup(this, props).ref,
      ...props.overrides,
    });
    this.cacheArn = this.resource.attrArn;
    this.endpoint = { host: this.resource.attrEndpointAddress, port: writerPort, tls: true };
  }

  grantConnect(grantee: IGrantable, user: ValkeyIdentity): Grant {
    return connectGrant(this.cacheArn, grantee, user);
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

function userGroup(scope: Construct, { cacheName, users }: ValkeyCacheProps): CfnUserGroup {
  // Of engine redis, which a group of Valkey takes too: only there may a user be without a password.
  const nobody = new CfnUser(scope, 'DefaultUser', {
    engine: 'redis',
    userId: `${cacheName}-default`,
    userName: 'default',
    authenticationMode: { Type: 'no-password-required' },
    accessString: 'off -@all',
  });
  const userIds = [nobody.ref, ...users.map(({ userId }) => userId)];
  return new CfnUserGroup(scope, 'Users', { engine: 'valkey', userGroupId: cacheName, userIds });
}

// Both are checked: on the cache alone a role could log in as any user of it.
function connectGrant(cacheArn: string, grantee: IGrantable, { userArn }: ValkeyIdentity): Grant {
  return Grant.addToPrincipal({ grantee, actions: ['elasticache:Connect'], resourceArns: [cacheArn, userArn] });
}
