import { describe, expect, it } from '@jest/globals';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { InstanceClass, InstanceSize, InstanceType, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Stack } from 'aws-cdk-lib/core';
import { ClusterKind } from '../../../../lib/constructs/kafka/cluster-kind.ts';
import type { KafkaClusterProps } from '../../../../lib/constructs/kafka/kafka-cluster-props.ts';
import { KafkaCluster } from '../../../../lib/constructs/kafka/kafka-cluster.ts';
import { createStack, onlyResource, statementsOf } from '../../synth.ts';

const size = InstanceType.of(InstanceClass.M7G, InstanceSize.LARGE);
const express = ClusterKind.express({ instanceType: size });

function networkOf(stack: Stack, zones: number): Vpc {
  return new Vpc(stack, 'Vpc', {
    availabilityZones: ['a', 'b', 'c', 'd'].slice(0, zones),
    natGateways: 0,
    subnetConfiguration: [{ name: 'Brokers', subnetType: SubnetType.PRIVATE_ISOLATED }],
  });
}

function create(props: Partial<KafkaClusterProps> = {}, zones = 3, stack = createStack()) {
  const vpc = networkOf(stack, zones);
  return { stack, cluster: new KafkaCluster(stack, 'Cluster', { clusterName: 'orders', vpc, ...props }) };
}

const roleIn = (stack: Stack): Role =>
  new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
const arn = { 'Fn::GetAtt': [expect.stringMatching(/^Cluster/), 'Arn'] };
const below = (kind: string, name: string) => ({
  'Fn::Join': [
    '',
    [
      { 'Fn::Select': [0, { 'Fn::Split': [':cluster/', arn] }] },
      `:${kind}/`,
      { 'Fn::Select': [1, { 'Fn::Split': [':cluster/', arn] }] },
      `/${name}`,
    ],
  ],
});

describe('KafkaCluster', () => {
  it('is serverless and takes tokens of IAM when nothing else is said', () => {
    const { stack } = create();

    expect(onlyResource(Template.fromStack(stack), 'AWS::MSK::ServerlessCluster')).toEqual({
      ClusterName: 'orders',
      ClientAuthentication: { Sasl: { Iam: { Enabled: true } } },
      VpcConfigs: [
        {
          SubnetIds: [expect.anything(), expect.anything(), expect.anything()],
          SecurityGroups: [{ 'Fn::GetAtt': [expect.stringMatching(/^ClusterSecurityGroup/), 'GroupId'] }],
        },
      ],
    });
  });

  it('lets its own group in at the ports of its logins, and nobody else', () => {
    const { stack } = create({ kind: express, logins: ['iam', 'scram'] });
    const template = Template.fromStack(stack);
    const self = { 'Fn::GetAtt': [expect.stringMatching(/^ClusterSecurityGroup/), 'GroupId'] };

    const ingress = Object.values(template.findResources('AWS::EC2::SecurityGroupIngress'));
    expect(ingress.map(({ Properties }) => Properties as unknown)).toEqual(
      [9098, 9096].map((port) =>
        expect.objectContaining({ FromPort: port, ToPort: port, GroupId: self, SourceSecurityGroupId: self }),
      ),
    );
    const egress = Object.values(template.findResources('AWS::EC2::SecurityGroupEgress'));
    expect(egress.map(({ Properties }) => (Properties as { FromPort: number }).FromPort)).toEqual([9098, 9096]);
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: Match.absent(),
      SecurityGroupEgress: Match.absent(),
    });
  });

  it('renders provisioned brokers: TLS only, durable topics, no topic by accident, logs', () => {
    const stack = createStack();
    create(
      {
        kind: ClusterKind.provisioned({ instanceType: size, brokersPerZone: 2, storageGib: 50 }),
        logins: ['iam', 'mtls'],
        certificateAuthorityArns: ['arn:aws:acm-pca:eu-west-1:1:certificate-authority/one'],
        encryptionKey: new Key(stack, 'Key'),
      },
      3,
      stack,
    );
    const template = Template.fromStack(stack);

    expect(onlyResource(template, 'AWS::MSK::Cluster')).toEqual({
      ClusterName: 'orders',
      KafkaVersion: '3.9.x.kraft',
      NumberOfBrokerNodes: 6,
      BrokerNodeGroupInfo: {
        InstanceType: 'kafka.m7g.large',
        ClientSubnets: [expect.anything(), expect.anything(), expect.anything()],
        SecurityGroups: [expect.anything()],
        StorageInfo: { EBSStorageInfo: { VolumeSize: 50 } },
      },
      ClientAuthentication: {
        Sasl: { Iam: { Enabled: true }, Scram: { Enabled: false } },
        Tls: {
          Enabled: true,
          CertificateAuthorityArnList: ['arn:aws:acm-pca:eu-west-1:1:certificate-authority/one'],
        },
        Unauthenticated: { Enabled: false },
      },
      EncryptionInfo: {
        EncryptionInTransit: { ClientBroker: 'TLS', InCluster: true },
        EncryptionAtRest: { DataVolumeKMSKeyId: { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] } },
      },
      ConfigurationInfo: { Arn: { 'Fn::GetAtt': [expect.anything(), 'Arn'] }, Revision: 1 },
      EnhancedMonitoring: 'PER_TOPIC_PER_BROKER',
      LoggingInfo: { BrokerLogs: { CloudWatchLogs: { Enabled: true, LogGroup: { Ref: expect.anything() } } } },
    });
    expect(onlyResource(template, 'AWS::MSK::Configuration')).toMatchObject({
      KafkaVersionsList: ['3.9.x.kraft'],
      ServerProperties:
        'auto.create.topics.enable=false\ndefault.replication.factor=3\nmin.insync.replicas=2\nlog.retention.hours=168',
    });
  });

  it('gives express brokers neither disks nor logs, which they do not take', () => {
    const { stack } = create({ kind: express });
    const template = Template.fromStack(stack);

    template.hasResourceProperties('AWS::MSK::Cluster', {
      BrokerNodeGroupInfo: { InstanceType: 'express.m7g.large', StorageInfo: Match.absent() },
      LoggingInfo: Match.absent(),
      KafkaVersion: '3.9.x',
    });
    template.hasResourceProperties('AWS::MSK::Configuration', { ServerProperties: 'auto.create.topics.enable=false' });
  });

  it('hands the secrets of its users to the cluster', () => {
    const stack = createStack();
    const secret = new Secret(stack, 'Secret', { secretName: 'AmazonMSK_orders' });
    create({ kind: express, logins: ['scram'], scramSecrets: [secret] }, 3, stack);

    expect(onlyResource(Template.fromStack(stack), 'AWS::MSK::BatchScramSecret')).toEqual({
      ClusterArn: arn,
      SecretArnList: [{ Ref: expect.stringMatching(/^Secret/) }],
    });
  });

  it('lets a role read one topic as one group, and write one topic', () => {
    const { stack, cluster } = create();
    const role = roleIn(stack);
    cluster.grantConsume(role, { topic: 'orders.events', groupId: 'sales' });
    cluster.grantProduce(role, 'orders.failed');

    const allow = (actions: readonly string[], resource: unknown) => ({
      Action: actions.map((action) => `kafka-cluster:${action}`),
      Effect: 'Allow',
      Resource: resource,
    });
    expect(statementsOf(Template.fromStack(stack))).toEqual([
      allow(['Connect', 'DescribeClusterDynamicConfiguration', 'WriteDataIdempotently'], arn),
      allow(['DescribeTopic', 'ReadData'], below('topic', 'orders.events')),
      allow(['AlterGroup', 'DescribeGroup'], below('group', 'sales')),
      allow(['DescribeTopic', 'WriteData'], below('topic', 'orders.failed')),
    ]);
  });

  it('lets a role commit as one group, whatever the partition', () => {
    const { stack, cluster } = create();
    cluster.grantTransactions(roleIn(stack), 'copies');

    expect(statementsOf(Template.fromStack(stack))).toEqual([
      {
        Action: ['kafka-cluster:AlterTransactionalId', 'kafka-cluster:DescribeTransactionalId'],
        Effect: 'Allow',
        Resource: below('transactional-id', 'copies-*'),
      },
    ]);
  });

  it('lets a role make some topics and change them, and take nothing away', () => {
    const { stack, cluster } = create();
    cluster.grantReconcile(roleIn(stack), ['orders.events', 'orders.failed']);

    const of = (actions: readonly string[]) => actions.map((action) => `kafka-cluster:${action}`);
    const changes = ['AlterTopic', 'AlterTopicDynamicConfiguration', 'CreateTopic'];
    expect(statementsOf(Template.fromStack(stack))).toEqual([
      { Effect: 'Allow', Action: of(['Connect', 'DescribeCluster']), Resource: arn },
      {
        Effect: 'Allow',
        Action: of([...changes, 'DescribeTopic', 'DescribeTopicDynamicConfiguration']),
        Resource: [below('topic', 'orders.events'), below('topic', 'orders.failed')],
      },
    ]);
  });

  it('asks for its brokers once, whatever the number of those who want to know', () => {
    const { stack, cluster } = create({ kind: express, logins: ['iam', 'scram'] });

    expect(stack.resolve(cluster.bootstrapBrokers('iam'))).toEqual({
      'Fn::GetAtt': [expect.stringMatching(/^ClusterBootstrapBrokers/), 'BootstrapBrokerStringSaslIam'],
    });
    expect(stack.resolve(cluster.bootstrapBrokers('scram'))).toEqual({
      'Fn::GetAtt': [expect.stringMatching(/^ClusterBootstrapBrokers/), 'BootstrapBrokerStringSaslScram'],
    });
    const template = Template.fromStack(stack);
    template.resourceCountIs('Custom::AWS', 1);
    expect(statementsOf(template)).toContainEqual({
      Action: 'kafka:GetBootstrapBrokers',
      Effect: 'Allow',
      Resource: arn,
    });
  });

  it('refuses to tell brokers of a login that it does not take', () => {
    const { cluster } = create();

    expect(() => cluster.bootstrapBrokers('scram')).toThrow(/a login that the cluster takes \(iam\), got scram/u);
  });

  it('is known by its attributes, too', () => {
    const stack = createStack();
    const cluster = KafkaCluster.fromAttributes(stack, 'Known', {
      clusterArn: 'arn:aws:kafka:eu-west-1:1:cluster/orders/0-1',
      securityGroups: [SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')],
      bootstrapBrokers: { iam: 'b-1:9098' },
    });
    const role = roleIn(stack);
    cluster.grantProduce(role, 'orders.events');

    expect(cluster.logins).toEqual(['iam']);
    expect(cluster.bootstrapBrokers('iam')).toBe('b-1:9098');
    expect(() => cluster.bootstrapBrokers('mtls')).toThrow(expect.objectContaining({ code: 'construct-invalid' }));
    Template.fromStack(stack).resourceCountIs('AWS::MSK::Cluster', 0);
  });

  it.each<[string, { readonly props?: Partial<KafkaClusterProps>; readonly zones?: number }, RegExp]>([
    ['a name that is none', { props: { clusterName: '-orders' } }, /clusterName must be 1 to 64.*got "-orders"/u],
    ['one zone', { zones: 1 }, /zones must be between 2 and 3, got 1/u],
    ['express in two zones', { props: { kind: express }, zones: 2 }, /between 3 and 3, got 2/u],
    ['serverless with SCRAM', { props: { logins: ['scram'] } }, /serverless cluster must be.*by iam, got scram/u],
    ['no login', { props: { logins: [] } }, /number of logins must be at least 1, got 0/u],
    ['serverless of a version', { props: { kafkaVersion: '3.9.x' } }, /must leave kafkaVersion and overrides out/u],
    [
      'certificates without an authority',
      { props: { kind: express, logins: ['mtls'] } },
      /"mtls" must come together, got 0 authorities and mtls/u,
    ],
    [
      'no brokers',
      { props: { kind: ClusterKind.provisioned({ instanceType: size, brokersPerZone: 0, storageGib: 0 }) } },
      /brokersPerZone must be between 1 and 30, got 0.*storageGib must be between 1 and 16384 GiB, got 0 GiB/su,
    ],
  ])('refuses %s', (_, { props, zones }, message) => {
    expect(() => create(props, zones)).toThrow(message);
  });

  it('refuses secrets of users who cannot log in, and two subnets of one zone', () => {
    const stack = createStack();
    const vpc = new Vpc(stack, 'Vpc', {
      availabilityZones: ['a', 'b'],
      natGateways: 0,
      subnetConfiguration: [
        { name: 'One', subnetType: SubnetType.PRIVATE_ISOLATED },
        { name: 'Two', subnetType: SubnetType.PRIVATE_ISOLATED },
      ],
    });
    const scramSecrets = [new Secret(stack, 'Secret')];
    const subnets = { subnetType: SubnetType.PRIVATE_ISOLATED };

    expect(() => new KafkaCluster(stack, 'Cluster', { clusterName: 'orders', vpc, scramSecrets, subnets })).toThrow(
      /one subnet in each of the 2 zones, got 4.*scramSecrets must be given with the login "scram", got iam/su,
    );
  });
});
