import { describe, expect, it } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Duration } from 'aws-cdk-lib/core';
import type { ValkeyReplicationGroupProps } from '../../../../lib/constructs/redis/valkey-replication-group-props.ts';
import {
  ValkeyReplicationGroup,
  valkeyReplicationGroupDefaults,
} from '../../../../lib/constructs/redis/valkey-replication-group.ts';
import { ValkeyUser } from '../../../../lib/constructs/redis/valkey-user.ts';
import { createStack, onlyResource, statementsOf } from '../../synth.ts';

function create(props: Partial<ValkeyReplicationGroupProps> = {}, zones = 2) {
  const stack = createStack();
  const vpc = new Vpc(stack, 'Vpc', {
    availabilityZones: ['a', 'b', 'c'].slice(0, zones),
    natGateways: 0,
    subnetConfiguration: [{ name: 'Cache', subnetType: SubnetType.PRIVATE_ISOLATED }],
  });
  const user = new ValkeyUser(stack, 'Orders', { userId: 'orders', keyPrefixes: ['orders:'] });
  const nodes = { cacheName: 'streams', nodeType: 'cache.r7g.large' } as const;
  return { stack, user, cache: new ValkeyReplicationGroup(stack, 'Cache', { ...nodes, vpc, users: [user], ...props }) };
}

const groupOf = (props?: Partial<ValkeyReplicationGroupProps>): unknown =>
  onlyResource(Template.fromStack(create(props).stack), 'AWS::ElastiCache::ReplicationGroup');

const arn = (service: string): readonly unknown[] => [
  ...['arn:', { Ref: 'AWS::Partition' }, `:${service}:`],
  ...[{ Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }],
];

describe('ValkeyReplicationGroup', () => {
  it('has the documented defaults', () => {
    expect(valkeyReplicationGroupDefaults).toEqual({
      engineVersion: '8.0',
      shards: 1,
      replicas: 1,
      snapshotRetention: Duration.days(7),
    });
  });

  it('encrypts everything, fails over to another zone and lets in a group of users', () => {
    expect(groupOf()).toEqual({
      ReplicationGroupId: 'streams',
      ReplicationGroupDescription: 'the cache streams',
      Engine: 'valkey',
      EngineVersion: '8.0',
      CacheNodeType: 'cache.r7g.large',
      ClusterMode: 'disabled',
      NumNodeGroups: 1,
      ReplicasPerNodeGroup: 1,
      AutomaticFailoverEnabled: true,
      MultiAZEnabled: true,
      Port: 6379,
      TransitEncryptionEnabled: true,
      TransitEncryptionMode: 'required',
      AtRestEncryptionEnabled: true,
      SnapshotRetentionLimit: 7,
      CacheSubnetGroupName: { Ref: expect.stringMatching(/^CacheSubnets/) },
      SecurityGroupIds: [{ 'Fn::GetAtt': [expect.stringMatching(/^CacheSecurityGroup/), 'GroupId'] }],
      UserGroupIds: [{ Ref: expect.stringMatching(/^CacheUsers/) }],
    });
  });

  it('is reached at its primary, or at the address of its shards when it has several', () => {
    const hostOf = ({ stack, cache }: ReturnType<typeof create>): unknown => stack.resolve(cache.endpoint.host);

    expect(hostOf(create())).toEqual({ 'Fn::GetAtt': [expect.anything(), 'PrimaryEndPoint.Address'] });
    expect(hostOf(create({ shards: 2 }))).toEqual({
      'Fn::GetAtt': [expect.anything(), 'ConfigurationEndPoint.Address'],
    });
    expect(groupOf({ shards: 2, durability: 'sync' })).toMatchObject({
      ClusterMode: 'enabled',
      NumNodeGroups: 2,
      Durability: 'sync',
    });
  });

  it('lets a role connect as one of its users, and as nobody else', () => {
    const { stack, cache, user } = create();
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
    cache.grantConnect(role, user);

    expect(statementsOf(Template.fromStack(stack))).toEqual([
      {
        Action: 'elasticache:Connect',
        Effect: 'Allow',
        Resource: [
          { 'Fn::GetAtt': [expect.stringMatching(/^Orders/), 'Arn'] },
          { 'Fn::Join': ['', [...arn('elasticache'), ':replicationgroup:', { Ref: expect.stringMatching(/^Cache/) }]] },
        ],
      },
    ]);
    const stranger = { userId: 'stranger', userArn: 'arn:aws:elasticache:eu-west-1:1:user:stranger' };
    expect(() => cache.grantConnect(role, stranger)).toThrow(/must connect as a user of the cache, got another user/u);
  });

  it.each<[string, { readonly props?: Partial<ValkeyReplicationGroupProps>; readonly zones?: number }, RegExp]>([
    ['a name that is none', { props: { cacheName: 'Streams' } }, /cacheName must be.*got "Streams"/u],
    ['one zone', { zones: 1 }, /zones must be at least 2, got 1/u],
    ['nobody', { props: { users: [] } }, /number of users must be at least 1, got 0/u],
    ['no replica', { props: { shards: 0, replicas: 0 } }, /shards must be.*got 0.*replicas must be.*got 0/su],
    ['too old snapshots', { props: { snapshotRetention: Duration.days(36) } }, /between 0 and 35 d, got 36 d/u],
  ])('refuses %s', (_, { props, zones }, message) => {
    expect(() => create(props, zones)).toThrow(message);
  });
});
