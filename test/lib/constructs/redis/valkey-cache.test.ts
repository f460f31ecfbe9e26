import { describe, expect, it } from '@jest/globals';
import { SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Duration, Stack } from 'aws-cdk-lib/core';
import { ValkeyCache, valkeyCacheDefaults } from '../../../../lib/constructs/redis/valkey-cache.ts';
import type { ValkeyCacheProps } from '../../../../lib/constructs/redis/valkey-cache-props.ts';
import { ValkeyUser } from '../../../../lib/constructs/redis/valkey-user.ts';
import { createStack, onlyResource, statementsOf } from '../../synth.ts';

interface Made {
  readonly stack: Stack;
  readonly cache: ValkeyCache;
  readonly user: ValkeyUser;
}

function create(props: Partial<ValkeyCacheProps> = {}, maxAzs = 2, stack = createStack()): Made {
  const availabilityZones = ['a', 'b', 'c', 'd'].slice(0, maxAzs);
  const vpc = new Vpc(stack, 'Vpc', {
    availabilityZones,
    natGateways: 0,
    subnetConfiguration: [{ name: 'Cache', subnetType: SubnetType.PRIVATE_ISOLATED }],
  });
  const user = new ValkeyUser(stack, 'Orders', { userId: 'orders', keyPrefixes: ['orders:'] });
  return { stack, user, cache: new ValkeyCache(stack, 'Cache', { cacheName: 'leases', vpc, users: [user], ...props }) };
}

const cacheOf = (props?: Partial<ValkeyCacheProps>): unknown =>
  onlyResource(Template.fromStack(create(props).stack), 'AWS::ElastiCache::ServerlessCache');
const roleIn = (stack: Stack): Role =>
  new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });

describe('ValkeyCache', () => {
  it('has the documented defaults', () => {
    expect(valkeyCacheDefaults).toEqual({
      majorVersion: '8',
      maxStorageGb: 10,
      maxEcpuPerSecond: 5000,
      snapshotRetention: Duration.days(7),
    });
  });

  it('is a serverless cache with limits, snapshots and a group of users', () => {
    expect(cacheOf()).toEqual({
      CacheUsageLimits: { DataStorage: { Maximum: 10, Unit: 'GB' }, ECPUPerSecond: { Maximum: 5000 } },
      Engine: 'valkey',
      MajorEngineVersion: '8',
      SecurityGroupIds: [{ 'Fn::GetAtt': [expect.stringMatching(/^CacheSecurityGroup/), 'GroupId'] }],
      ServerlessCacheName: 'leases',
      SnapshotRetentionLimit: 7,
      SubnetIds: [expect.anything(), expect.anything()],
      UserGroupId: { Ref: expect.stringMatching(/^CacheUsers/) },
    });
  });

  it('renders version, limits, snapshots, key and overrides as told', () => {
    const stack = createStack();
    const { cache } = create(
      {
        majorVersion: '7',
        maxStorageGb: 1,
        maxEcpuPerSecond: 1000,
        snapshotRetention: Duration.days(0),
        encryptionKey: new Key(stack, 'Key'),
        overrides: { description: 'told' },
      },
      2,
      stack,
    );
    expect(onlyResource(Template.fromStack(Stack.of(cache)), 'AWS::ElastiCache::ServerlessCache')).toMatchObject({
      CacheUsageLimits: { DataStorage: { Maximum: 1, Unit: 'GB' }, ECPUPerSecond: { Maximum: 1000 } },
      Description: 'told',
      KmsKeyId: { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] },
      MajorEngineVersion: '7',
      SnapshotRetentionLimit: 0,
    });
  });

  it('lets in its users only: the default user is off', () => {
    const template = Template.fromStack(create().stack);
    template.hasResourceProperties('AWS::ElastiCache::User', {
      AccessString: 'off -@all',
      AuthenticationMode: { Type: 'no-password-required' },
      Engine: 'redis',
      UserId: 'leases-default',
      UserName: 'default',
    });
    expect(onlyResource(template, 'AWS::ElastiCache::UserGroup')).toEqual({
      Engine: 'valkey',
      UserGroupId: 'leases',
      UserIds: [{ Ref: expect.stringMatching(/^CacheDefaultUser/) }, { Ref: expect.stringMatching(/^OrdersUser/) }],
    });
  });

  it('is closed to the network until someone is let in, then on the ports of writers and readers', () => {
    const closed = Template.fromStack(create().stack);
    closed.resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
    closed.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupEgress: [Match.objectLike({ CidrIp: '255.255.255.255/32' })],
      SecurityGroupIngress: Match.absent(),
    });
    const { stack, cache } = create();
    cache.connections.allowDefaultPortFrom(SecurityGroup.fromSecurityGroupId(stack, 'Client', 'sg-1'));
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      FromPort: 6379,
      IpProtocol: 'tcp',
      SourceSecurityGroupId: 'sg-1',
      ToPort: 6380,
    });
  });

  it('tells where to connect, with TLS', () => {
    const { stack, cache } = create();
    expect(stack.resolve(cache.endpoint)).toEqual({
      host: { 'Fn::GetAtt': [expect.stringMatching(/^Cache/), 'Endpoint.Address'] },
      port: 6379,
      tls: true,
    });
  });

  it('lets a role log in to this cache as this user only', () => {
    const { stack, cache, user } = create();
    cache.grantConnect(roleIn(stack), user);
    expect(statementsOf(Template.fromStack(stack))).toEqual([
      {
        Action: 'elasticache:Connect',
        Effect: 'Allow',
        Resource: [stack.resolve(cache.cacheArn), stack.resolve(user.userArn)],
      },
    ]);
  });

  it.each([
    [undefined, 6379, 6380],
    [7000, 7000, 7000],
  ])('connects to an existing cache at port %s', (port, from, to) => {
    const stack = createStack();
    const cache = ValkeyCache.fromAttributes({
      cacheArn: 'arn:cache',
      host: 'cache.local',
      port,
      securityGroups: [SecurityGroup.fromSecurityGroupId(stack, 'Cache', 'sg-2')],
    });
    cache.grantConnect(roleIn(stack), { userId: 'orders', userArn: 'arn:user' });
    cache.connections.allowDefaultPortFrom(SecurityGroup.fromSecurityGroupId(stack, 'Client', 'sg-1'));
    const template = Template.fromStack(stack);
    expect(cache.endpoint).toEqual({ host: 'cache.local', port: from, tls: true });
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: from, ToPort: to, GroupId: 'sg-2' });
    expect(statementsOf(template)).toEqual([
      { Action: 'elasticache:Connect', Effect: 'Allow', Resource: ['arn:cache', 'arn:user'] },
    ]);
  });

  it.each<[string, Partial<ValkeyCacheProps>]>([
    ['maxStorageGb', { maxStorageGb: 1 }],
    ['maxStorageGb', { maxStorageGb: 5000 }],
    ['maxEcpuPerSecond', { maxEcpuPerSecond: 1000 }],
    ['maxEcpuPerSecond', { maxEcpuPerSecond: 15_000_000 }],
    ['snapshotRetention', { snapshotRetention: Duration.days(0) }],
    ['snapshotRetention', { snapshotRetention: Duration.days(35) }],
    ['cacheName', { cacheName: 'a' }],
    ['cacheName', { cacheName: 'a'.repeat(32) }],
  ])('takes %s at its limit: %j', (_what, props) => {
    expect(() => create(props)).not.toThrow();
  });

  it.each<[string, Partial<ValkeyCacheProps>]>([
    ['maxStorageGb must be between 1 and 5000 GB, got 0 GB', { maxStorageGb: 0 }],
    ['maxStorageGb must be between 1 and 5000 GB, got 5001 GB', { maxStorageGb: 5001 }],
    ['between 1000 and 15000000 ECPU/s, got 999 ECPU/s', { maxEcpuPerSecond: 999 }],
    ['between 1000 and 15000000 ECPU/s, got 15000001 ECPU/s', { maxEcpuPerSecond: 15_000_001 }],
    ['snapshotRetention must be between 0 and 35 d, got 36 d', { snapshotRetention: Duration.days(36) }],
    ['cacheName must be 1 to 32', { cacheName: '' }],
    ['cacheName must be 1 to 32', { cacheName: 'a'.repeat(33) }],
    ['number of users must be at least 1, got 0', { users: [] }],
  ])('refuses what is beyond: %s', (message, props) => {
    expect(() => create(props)).toThrow(message);
  });

  it.each([2, 3])('takes subnets in %i zones', (zones) => {
    expect(() => create({}, zones)).not.toThrow();
  });

  it.each([1, 4])('refuses subnets in %i zones', (zones) => {
    expect(() => create({}, zones)).toThrow(`zones must be between 2 and 3, got ${zones}`);
  });

  it('reports all faults together', () => {
    expect(() => create({ maxStorageGb: 0, users: [], cacheName: 'A' })).toThrow('found 3 fault(s)');
  });
});
