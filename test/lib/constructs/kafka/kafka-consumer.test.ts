import { describe, expect, it } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Duration, type Stack } from 'aws-cdk-lib/core';
import { KafkaAuth } from '../../../../lib/constructs/kafka/kafka-auth.ts';
import type { KafkaConsumerProps } from '../../../../lib/constructs/kafka/kafka-consumer-props.ts';
import { KafkaConsumer } from '../../../../lib/constructs/kafka/kafka-consumer.ts';
import { KafkaCluster } from '../../../../lib/constructs/kafka/kafka-cluster.ts';
import type { KafkaLogin } from '../../../../lib/constructs/kafka/kafka-login.ts';
import { KafkaPollers } from '../../../../lib/constructs/kafka/kafka-pollers.ts';
import { mskSource, selfManagedSource } from '../../../../lib/constructs/kafka/kafka-source.ts';
import { DeadLetterQueue } from '../../../../lib/constructs/messaging/dead-letter-queue.ts';
import { createStack, onlyResource, statementsOf } from '../../synth.ts';

const clusterArn = 'arn:aws:kafka:eu-west-1:1:cluster/orders/0-1';

function functionIn(stack: Stack, timeout = Duration.seconds(30)): Function {
  const code = Code.fromInline('exports.handler = () => ({ batchItemFailures: [] });');
  return new Function(stack, 'Handler', { runtime: Runtime.NODEJS_22_X, handler: 'index.handler', code, timeout });
}

function clusterIn(stack: Stack, logins: readonly KafkaLogin[] = ['iam']): ReturnType<typeof mskSource> {
  const bootstrapBrokers = Object.fromEntries(logins.map((login) => [login, 'b-1:9098']));
  return mskSource(KafkaCluster.fromAttributes(stack, 'Known', { clusterArn, securityGroups: [], bootstrapBrokers }));
}

function create(stack: Stack, props: Partial<KafkaConsumerProps> = {}): KafkaConsumer {
  return new KafkaConsumer(stack, 'Consumer', {
    topic: 'orders.events',
    groupId: 'sales',
    source: props.source ?? clusterIn(stack),
    handler: props.handler ?? functionIn(stack),
    failures: { topic: 'orders.events.failed' },
    ...props,
  });
}

const mappingIn = (stack: Stack) => onlyResource(Template.fromStack(stack), 'AWS::Lambda::EventSourceMapping');
const allow = (actions: string | readonly string[], resource: unknown) => ({
  Action: actions,
  Effect: 'Allow',
  Resource: resource,
});
const of = (actions: readonly string[]): readonly string[] => actions.map((action) => `kafka-cluster:${action}`);
const findingBrokers = ['kafka:DescribeCluster', 'kafka:DescribeClusterV2', 'kafka:GetBootstrapBrokers'];
const network = allow(
  [
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSecurityGroups',
    'ec2:DescribeSubnets',
    'ec2:DescribeVpcs',
  ],
  '*',
);
const arnOf = (kind: string, name: string): string => clusterArn.replace(':cluster/', `:${kind}/`) + `/${name}`;

describe('KafkaConsumer', () => {
  it('failure mode 61: gives up on a record that keeps failing, and says where it goes', () => {
    const stack = createStack();
    create(stack);

    expect(mappingIn(stack)).toEqual({
      FunctionName: { Ref: expect.stringMatching(/^Handler/) },
      Topics: ['orders.events'],
      EventSourceArn: clusterArn,
      AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: 'sales' },
      Enabled: true,
      BatchSize: 100,
      StartingPosition: 'TRIM_HORIZON',
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 3 },
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 5,
      MaximumRecordAgeInSeconds: 86_400,
      DestinationConfig: { OnFailure: { Destination: 'kafka://orders.events.failed' } },
      LoggingConfig: { SystemLogLevel: 'WARN' },
      MetricsConfig: { Metrics: ['EventCount', 'ErrorCount', 'KafkaMetrics'] },
    });
  });

  it('failure mode 67: lets the role read its topic as its group, and write failures to a topic of the same cluster', () => {
    const stack = createStack();
    create(stack);

    expect(statementsOf(Template.fromStack(stack))).toEqual([
      allow(
        [...of(['Connect', 'DescribeClusterDynamicConfiguration', 'WriteDataIdempotently']), ...findingBrokers],
        clusterArn,
      ),
      allow(of(['DescribeTopic', 'ReadData']), arnOf('topic', 'orders.events')),
      allow(of(['AlterGroup', 'DescribeGroup']), arnOf('group', 'sales')),
      allow(of(['DescribeTopic', 'WriteData']), arnOf('topic', 'orders.events.failed')),
      network,
    ]);
  });

  it('keeps the policy until the mapping is gone', () => {
    const stack = createStack();
    create(stack);
    const [mapping] = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::EventSourceMapping'));

    expect(mapping?.['DependsOn']).toEqual(
      expect.arrayContaining([expect.stringMatching(/DefaultPolicy/u), expect.stringMatching(/Network/u)]),
    );
  });

  it('reads as a user of SCRAM, with the secret and its key', () => {
    const stack = createStack();
    const key = new Key(stack, 'Key');
    const secret = new Secret(stack, 'Secret', { secretName: 'AmazonMSK_sales', encryptionKey: key });
    const failures = new DeadLetterQueue(stack, 'Failures');
    const auth = KafkaAuth.scram(secret, key);
    create(stack, { source: clusterIn(stack, ['scram']), auth, failures: { queue: failures } });

    const ref = { Ref: expect.stringMatching(/^Secret/) };
    expect(mappingIn(stack)).toMatchObject({
      SourceAccessConfigurations: [{ Type: 'SASL_SCRAM_512_AUTH', URI: ref }],
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [expect.stringMatching(/^Failures/), 'Arn'] } } },
    });
    const statements = statementsOf(Template.fromStack(stack));
    expect(statements).toContainEqual(allow(['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'], ref));
    expect(statements).toContainEqual(allow('kms:Decrypt', { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] }));
    expect(JSON.stringify(statements)).not.toContain('kafka-cluster:');
  });

  it('reads brokers of one`s own by the same settings, with the certificate of their authority', () => {
    const stack = createStack();
    const vpc = new Vpc(stack, 'Vpc', {
      availabilityZones: ['a', 'b'],
      natGateways: 0,
      subnetConfiguration: [{ name: 'Pollers', subnetType: SubnetType.PRIVATE_ISOLATED }],
    });
    const securityGroups = [new SecurityGroup(stack, 'Group', { vpc })];
    const rootCaCertificate = new Secret(stack, 'Authority');
    const certificate = new Secret(stack, 'Certificate');
    create(stack, {
      source: selfManagedSource({
        bootstrapServers: ['kafka.example.com:9094'],
        network: { vpc, subnets: { subnetType: SubnetType.PRIVATE_ISOLATED }, securityGroups },
        rootCaCertificate,
      }),
      auth: KafkaAuth.mtls(certificate),
    });

    expect(mappingIn(stack)).toMatchObject({
      SelfManagedEventSource: { Endpoints: { KafkaBootstrapServers: ['kafka.example.com:9094'] } },
      SelfManagedKafkaEventSourceConfig: { ConsumerGroupId: 'sales' },
      SourceAccessConfigurations: [
        { Type: 'CLIENT_CERTIFICATE_TLS_AUTH', URI: { Ref: expect.stringMatching(/^Certificate/) } },
        { Type: 'SERVER_ROOT_CA_CERTIFICATE', URI: { Ref: expect.stringMatching(/^Authority/) } },
        { Type: 'VPC_SUBNET', URI: expect.anything() },
        { Type: 'VPC_SUBNET', URI: expect.anything() },
        { Type: 'VPC_SECURITY_GROUP', URI: expect.anything() },
      ],
    });
    expect(statementsOf(Template.fromStack(stack))).toEqual([
      allow(
        ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
        [{ Ref: expect.stringMatching(/^Authority/) }, { Ref: expect.stringMatching(/^Certificate/) }],
      ),
      network,
    ]);
  });

  it('leaves out what pollers on demand do not know', () => {
    const stack = createStack();
    create(stack, { pollers: KafkaPollers.onDemand(), batchWindow: Duration.seconds(5), enabled: false });
    const mapping = mappingIn(stack);

    expect(mapping).toMatchObject({ MaximumBatchingWindowInSeconds: 5, Enabled: false });
    expect(Object.keys(mapping)).not.toEqual(expect.arrayContaining(['MaximumRetryAttempts']));
    expect(Object.keys(mapping)).not.toEqual(expect.arrayContaining(['BisectBatchOnFunctionError']));
  });

  it.each<[string, (stack: Stack) => Partial<KafkaConsumerProps>, RegExp]>([
    ['a group that is none', () => ({ groupId: 'sales group' }), /groupId must be 1 to 200.*got "sales group"/u],
    ['a topic that is none', () => ({ topic: '' }), /name of a topic must be 1 to 249.*got ""/u],
    ['too large batches', () => ({ batchSize: 10_001 }), /batchSize must be between 1 and 10000, got 10001/u],
    ['a window over five minutes', () => ({ batchWindow: Duration.seconds(301) }), /batchWindow must be.*got 301 s/u],
    [
      'a handler of a quarter of an hour',
      (stack) => ({ handler: functionIn(stack, Duration.minutes(15)) }),
      /timeout of the handler must be between 1 and 840 s, got 900 s/u,
    ],
    [
      'attempts with pollers on demand',
      () => ({ pollers: KafkaPollers.onDemand(), retryAttempts: 3 }),
      /must be given with provisioned pollers.*KafkaPollers\.provisioned/u,
    ],
    ['endless attempts', () => ({ retryAttempts: -1 }), /retryAttempts must be between 0 and 10000, got -1/u],
    [
      'pollers out of range',
      () => ({ pollers: KafkaPollers.provisioned({ min: 4, max: 3 }) }),
      /max must be at least min \(4\), got 3/u,
    ],
    [
      'a login that the cluster does not take',
      (stack) => ({ auth: KafkaAuth.scram(new Secret(stack, 'Secret')) }),
      /a login that the cluster takes \(iam\), got scram/u,
    ],
    [
      'IAM for brokers of one`s own',
      () => ({ source: selfManagedSource({ bootstrapServers: ['kafka:9094'] }) }),
      /must be logged in to with scram, mtls or none, got iam/u,
    ],
    [
      'brokers on the internet that anybody reads',
      () => ({ source: selfManagedSource({ bootstrapServers: [] }), auth: KafkaAuth.none() }),
      /bootstrapServers must be at least 1, got 0.*on the internet must be logged in to, got none/su,
    ],
    [
      'one zone and no security group',
      (stack) => ({
        auth: KafkaAuth.none(),
        source: selfManagedSource({
          bootstrapServers: ['kafka:9094'],
          network: {
            vpc: new Vpc(stack, 'Vpc', { availabilityZones: ['a'], natGateways: 0 }),
            subnets: { subnetType: SubnetType.PUBLIC },
            securityGroups: [],
          },
        }),
      }),
      /zones must be at least 2, got 1.*securityGroups must be at least 1, got 0/su,
    ],
  ])('refuses %s', (_, props, message) => {
    const stack = createStack();

    expect(() => create(stack, props(stack))).toThrow(message);
  });
});
