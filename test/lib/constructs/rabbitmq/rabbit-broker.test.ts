import { describe, expect, it } from '@jest/globals';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { BrokerDeployment } from '../../../../lib/constructs/rabbitmq/broker-deployment.ts';
import type { RabbitBrokerProps } from '../../../../lib/constructs/rabbitmq/rabbit-broker-props.ts';
import { RabbitBroker, rabbitBrokerDefaults } from '../../../../lib/constructs/rabbitmq/rabbit-broker.ts';
import { createStack, onlyResource } from '../../synth.ts';

function create(props: Partial<RabbitBrokerProps> = {}, stack = createStack()) {
  const vpc = new Vpc(stack, 'Vpc', {
    availabilityZones: ['a', 'b', 'c'],
    natGateways: 0,
    subnetConfiguration: [{ name: 'Broker', subnetType: SubnetType.PRIVATE_ISOLATED }],
  });
  return { stack, broker: new RabbitBroker(stack, 'Broker', { brokerName: 'orders', vpc, ...props }) };
}

const brokerOf = (props?: Partial<RabbitBrokerProps>): unknown =>
  onlyResource(Template.fromStack(create(props).stack), 'AWS::AmazonMQ::Broker');
const field = (name: string) => ({
  'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: expect.anything() }, `:SecretString:${name}::}}`]],
});

describe('RabbitBroker', () => {
  it('has the documented defaults', () => {
    expect(rabbitBrokerDefaults).toEqual({
      deployment: BrokerDeployment.cluster(),
      engineVersion: '4.2',
      userName: 'pipeline',
    });
  });

  it('is a private cluster in three zones whose password no template holds', () => {
    expect(brokerOf()).toEqual({
      BrokerName: 'orders',
      EngineType: 'RABBITMQ',
      EngineVersion: '4.2',
      DeploymentMode: 'CLUSTER_MULTI_AZ',
      HostInstanceType: 'mq.m7g.large',
      PubliclyAccessible: false,
      AutoMinorVersionUpgrade: true,
      Logs: { General: true },
      Users: [{ Username: field('username'), Password: field('password') }],
      SubnetIds: [expect.anything(), expect.anything(), expect.anything()],
      SecurityGroups: [{ 'Fn::GetAtt': [expect.stringMatching(/^BrokerSecurityGroup/), 'GroupId'] }],
    });
  });

  it('generates a password that Amazon MQ takes', () => {
    expect(onlyResource(Template.fromStack(create().stack), 'AWS::SecretsManager::Secret')).toMatchObject({
      GenerateSecretString: {
        SecretStringTemplate: '{"username":"pipeline"}',
        GenerateStringKey: 'password',
        ExcludePunctuation: true,
        PasswordLength: 32,
      },
    });
  });

  it('takes one subnet for a single node, and a key for disks and secret', () => {
    const stack = createStack();
    create({ deployment: BrokerDeployment.single(), encryptionKey: new Key(stack, 'Key') }, stack);
    const template = Template.fromStack(stack);
    const key = { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] };

    expect(onlyResource(template, 'AWS::AmazonMQ::Broker')).toMatchObject({
      DeploymentMode: 'SINGLE_INSTANCE',
      HostInstanceType: 'mq.m7g.medium',
      SubnetIds: [expect.anything()],
      EncryptionOptions: { UseAwsOwnedKey: false, KmsKeyId: key },
    });
    expect(onlyResource(template, 'AWS::SecretsManager::Secret')).toMatchObject({ KmsKeyId: key });
  });

  it('lets its own group in with TLS, and nobody else', () => {
    const template = Template.fromStack(create().stack);
    const self = { 'Fn::GetAtt': [expect.stringMatching(/^BrokerSecurityGroup/), 'GroupId'] };

    expect(onlyResource(template, 'AWS::EC2::SecurityGroupIngress')).toMatchObject({
      FromPort: 5671,
      ToPort: 5671,
      GroupId: self,
      SourceSecurityGroupId: self,
    });
    expect(onlyResource(template, 'AWS::EC2::SecurityGroupEgress')).toMatchObject({ FromPort: 5671, GroupId: self });
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: Match.absent(),
      SecurityGroupEgress: Match.absent(),
    });
  });

  it('lets in whoever is told to, at its port', () => {
    const { stack, broker } = create();
    const client = new SecurityGroup(stack, 'Client', { vpc: Vpc.fromVpcAttributes(stack, 'Same', known) });
    broker.connections.allowDefaultPortFrom(client);

    Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      FromPort: 5671,
      SourceSecurityGroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Client'), 'GroupId'] },
    });
  });

  it('is known by its attributes, too', () => {
    const stack = createStack();
    const secret = new Secret(stack, 'Secret');
    const broker = RabbitBroker.fromAttributes({
      brokerArn: 'arn:aws:mq:eu-west-1:1:broker:orders:b-1',
      amqpEndpoint: 'amqps://b-1.mq.eu-west-1.on.aws:5671',
      secret,
      securityGroups: [SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')],
    });

    expect(broker).toMatchObject({ amqpEndpoint: 'amqps://b-1.mq.eu-west-1.on.aws:5671', secret });
    expect(broker.connections.securityGroups).toHaveLength(1);
  });

  it.each<[string, Partial<RabbitBrokerProps>, RegExp]>([
    ['a name that is none', { brokerName: 'or ders' }, /brokerName must be 1 to 50.*got "or ders"/u],
    ['a user that is none', { userName: 'a' }, /userName must be 2 to 100.*got "a"/u],
    ['an old version', { engineVersion: '3.13' }, /engineVersion must be 4\.2 or newer, got "3\.13"/u],
    [
      'a single node in three zones',
      { deployment: BrokerDeployment.single(), subnets: { subnetType: SubnetType.PRIVATE_ISOLATED } },
      /number of subnets must be between 1 and 1, got 3/u,
    ],
    ['a cluster in one zone', { subnets: { availabilityZones: ['a'] } }, /between 2 and 3, got 1/u],
  ])('refuses %s', (_, props, message) => {
    expect(() => create(props)).toThrow(message);
  });
});

const known = { vpcId: 'vpc-1', availabilityZones: ['a'] };
