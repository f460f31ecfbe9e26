import { CfnBroker } from 'aws-cdk-lib/aws-amazonmq';
import { Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { Connections, type IConnectable, type ISecurityGroup, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Duration, Fn, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { refuseFaults } from '../checks/refuse-faults.ts';
import type { ClientNetwork } from '../network/client-network.ts';
import { withDefaults } from '../with-defaults.ts';
import { BrokerDeployment } from './broker-deployment.ts';
import { rabbitBrokerChecks } from './rabbit-broker-checks.ts';
import type { RabbitBrokerProps } from './rabbit-broker-props.ts';

/** What `RabbitBroker` uses when nothing else is said. */
export const rabbitBrokerDefaults = {
  deployment: BrokerDeployment.cluster(),
  engineVersion: '4.2',
  userName: 'pipeline',
} as const;

/** A broker, made here or elsewhere. */
export interface IRabbitBroker extends IConnectable {
  readonly brokerArn: string;
  /** `amqps://host:5671`, of one node; the host of a cluster stands for all of its nodes. */
  readonly amqpEndpoint: string;
  /** Holds `username` and `password`. */
  readonly secret: ISecret;
  /** Where its nodes are, and the pollers of mappings with them; undefined where it is not known. */
  readonly network?: ClientNetwork;
}

/** What must be known of an existing broker. */
export interface RabbitBrokerAttributes {
  readonly brokerArn: string;
  readonly amqpEndpoint: string;
  readonly secret: ISecret;
  readonly securityGroups: readonly ISecurityGroup[];
}

/** Where a broker takes AMQP with TLS. Source: https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/amazon-mq-limits.html */
export const amqpsPort = 5671;

/**
 * A broker of Amazon MQ: private, TLS only, three nodes, and closed to the network but to itself.
 *
 * It lets its own security group in, because the pollers of a Lambda mapping sit in its subnets with its group;
 * `connections` lets in whoever calls it from elsewhere. Its one user is made with it; topology belongs to whoever
 * connects.
 */
export class RabbitBroker extends Construct implements IRabbitBroker {
  /** An existing broker, to connect to. */
  static fromAttributes({ securityGroups, ...known }: RabbitBrokerAttributes): IRabbitBroker {
    return { ...known, connections: connectionsOf(securityGroups) };
  }

  readonly resource: CfnBroker;
  readonly brokerArn: string;
  readonly amqpEndpoint: string;
  readonly secret: Secret;
  readonly network: ClientNetwork;
  readonly connections: Connections;

  /** @throws ConstructError with every setting that cannot work. */
  constructor(scope: Construct, id: string, props: RabbitBrokerProps) {
    super(scope, id);
    const settings = withDefaults(props, rabbitBrokerDefaults);
    const { vpc, deployment, encryptionKey } = settings;
    this.network = { vpc, subnets: props.subnets ?? { onePerAz: true } };
    const { subnetIds, availabilityZones } = vpc.selectSubnets(this.network.subnets);
    const chosen = props.subnets === undefined ? subnetIds.slice(0, deployment.subnets.most) : subnetIds;
    const zones = new Set(availabilityZones.slice(0, chosen.length)).size;
    refuseFaults(this, rabbitBrokerChecks({ ...settings, subnets: chosen.length, zones }));
    const group = new SecurityGroup(this, 'SecurityGroup', { vpc, allowAllOutbound: false });
    this.connections = connectionsOf([group]);
    this.connections.allowInternally(Port.tcp(amqpsPort), 'pollers and nodes');
    this.secret = userSecret(this, settings);
    this.resource = new CfnBroker(this, 'Broker', {
      ...nodes(settings),
      users: [userOf(this.secret)],
      subnetIds: chosen,
      securityGroups: [group.securityGroupId],
      ...(encryptionKey && { encryptionOptions: { useAwsOwnedKey: false, kmsKeyId: encryptionKey.keyArn } }),
      ...props.overrides,
    });
    this.brokerArn = this.resource.attrArn;
    this.amqpEndpoint = Fn.select(0, this.resource.attrAmqpEndpoints);
  }

  /**
   * Messages of a queue that nobody was given, the greatest number of each minute; Amazon MQ tells it of the 500 queues
   * with the most consumers.
   *
   * Source: https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/rabbitmq-logging-monitoring.html
   */
  metricReady(queue: string, options: MetricOptions = {}): Metric {
    return new Metric({
      ...{ namespace: 'AWS/AmazonMQ', metricName: 'MessageReadyCount', statistic: 'Maximum' },
      ...{ period: Duration.minutes(1), ...options },
      dimensionsMap: { Broker: this.resource.brokerName, VirtualHost: '/', Queue: queue },
    });
  }
}

type Settings = RabbitBrokerProps & Required<Pick<RabbitBrokerProps, 'deployment' | 'engineVersion' | 'userName'>>;

function nodes({ brokerName, deployment, engineVersion }: Settings) {
  return {
    brokerName,
    engineType: 'RABBITMQ',
    engineVersion,
    deploymentMode: deployment.mode,
    hostInstanceType: deployment.instance,
    publiclyAccessible: false,
    // Amazon MQ takes RabbitMQ with nothing else.
    autoMinorVersionUpgrade: true,
    logs: { general: true },
  };
}

function connectionsOf(securityGroups: readonly ISecurityGroup[]): Connections {
  return new Connections({ securityGroups: [...securityGroups], defaultPort: Port.tcp(amqpsPort) });
}

/** No punctuation: commas, colons and equal signs are not taken by Amazon MQ. */
function userSecret(scope: Construct, { userName, encryptionKey }: Settings): Secret {
  const secret = new Secret(scope, 'User', {
    description: 'the user of the broker',
    generateSecretString: {
      secretStringTemplate: JSON.stringify({ username: userName }),
      generateStringKey: 'password',
      excludePunctuation: true,
      passwordLength: 32,
    },
    ...(encryptionKey && { encryptionKey }),
  });
  Validations.of(secret).acknowledge({
    id: 'AwsSolutions::AwsSolutions-SMG4',
    reason: 'Amazon MQ takes the password once, when the broker is made: one that rotates would lock everybody out',
  });
  return secret;
}

/** References that CloudFormation resolves: the template never holds the password. */
function userOf(secret: ISecret): CfnBroker.UserProperty {
  const field = (name: string): string => secret.secretValueFromJson(name).unsafeUnwrap();
  return { username: field('username'), password: field('password') };
}
