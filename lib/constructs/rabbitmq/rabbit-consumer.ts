import { CfnEventSourceMapping, type CfnEventSourceMappingProps, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Duration, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { type Check, secondsOf, within } from '../checks/check.ts';
import { refuseFaults } from '../checks/refuse-faults.ts';
import { brokerTimeoutCheck } from '../function/broker-timeout-check.ts';
import { allowNetwork } from '../function/allow-network.ts';
import { warnOfMissingEndpoints } from '../network/warn-of-missing-endpoints.ts';
import { withDefaults } from '../with-defaults.ts';
import type { IRabbitBroker } from './rabbit-broker.ts';

/** What `RabbitConsumer` uses when nothing else is said. */
export const rabbitConsumerDefaults = {
  virtualHost: '/',
  batchSize: 10,
  batchWindow: Duration.seconds(1),
  enabled: true,
} as const;

/** What describes the reading of a queue of RabbitMQ by a function. */
export interface RabbitConsumerProps {
  readonly broker: Pick<IRabbitBroker, 'brokerArn' | 'secret' | 'network'>;
  /**
   * A queue that is there, with a delivery limit and a dead-letter exchange: a batch that fails comes back whole, and the
   * mapping itself gives up on nothing.
   */
  readonly queue: string;
  /** Answers nothing and throws when a record failed; at most 14 minutes long. */
  readonly handler: IFunction;
  /** @default '/' */
  readonly virtualHost?: string;
  /** User and password, as `username` and `password`; no other login is taken. @default - the secret of the broker */
  readonly credentials?: ISecret;
  /** The customer's key that encrypts the secret. @default - none */
  readonly credentialsKey?: IKey;
  /** Records an invocation, 1 to 10000; an invocation takes 6 MB at most, and a larger record is dropped. @default 10 */
  readonly batchSize?: number;
  /** Time to fill a batch, 0 to 300 seconds. @default 1 second */
  readonly batchWindow?: Duration;
  /** False where something outside reads the queue and invokes the function. @default true */
  readonly enabled?: boolean;
  /** Applied last, over everything above; the checks do not see it. @default - none */
  readonly overrides?: Partial<CfnEventSourceMappingProps>;
}

/**
 * Lets a function read a queue of Amazon MQ for RabbitMQ, one batch at a time.
 *
 * One batch is what Lambda handles at once from such a queue: where that is too slow, a worker with the same consumer
 * reads it. The network needs endpoints of Lambda and Secrets Manager, or a NAT gateway.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html
 */
export class RabbitConsumer extends Construct {
  readonly eventSourceMapping: CfnEventSourceMapping;

  /** @throws ConstructError with every setting that cannot work. */
  constructor(scope: Construct, id: string, props: RabbitConsumerProps) {
    super(scope, id);
    const settings = withDefaults(props, rabbitConsumerDefaults);
    const { broker, handler, queue, batchWindow } = settings;
    refuseFaults(this, checks(settings));
    const credentials = props.credentials ?? broker.secret;
    grantReading(props, credentials);
    this.eventSourceMapping = new CfnEventSourceMapping(this, 'Mapping', {
      functionName: handler.functionName,
      eventSourceArn: broker.brokerArn,
      queues: [queue],
      enabled: settings.enabled,
      batchSize: settings.batchSize,
      maximumBatchingWindowInSeconds: secondsOf(batchWindow),
      sourceAccessConfigurations: [
        { type: 'BASIC_AUTH', uri: credentials.secretArn },
        { type: 'VIRTUAL_HOST', uri: settings.virtualHost },
      ],
      ...props.overrides,
    });
    Validations.of(this.eventSourceMapping).acknowledge({
      id: 'Serverless::Serverless-LambdaEventSourceMappingDestination',
      reason: 'a mapping of Amazon MQ has none: what fails too often goes to the dead letters of the queue',
    });
    allowNetwork(this.eventSourceMapping, handler.role);
    warnOfMissingEndpoints(this, {
      ...{ caller: 'the pollers of Amazon MQ', network: broker.network, services: ['lambda', 'secrets-manager'] },
    });
    // A mapping whose role loses its policy first cannot be deleted.
    if (handler.role !== undefined) {
      this.eventSourceMapping.node.addDependency(handler.role);
    }
  }
}

function grantReading({ broker, handler, credentialsKey }: RabbitConsumerProps, credentials: ISecret): void {
  Grant.addToPrincipal({ grantee: handler, actions: ['mq:DescribeBroker'], resourceArns: [broker.brokerArn] });
  credentials.grantRead(handler);
  credentialsKey?.grantDecrypt(handler);
}

function checks(settings: RabbitConsumerProps): readonly Check[] {
  const { batchSize, batchWindow, queue, virtualHost = '', handler } = settings;
  const present = (what: string, text: string): Check => ({
    holds: text.trim() !== '' && text.length <= 255,
    must: `${what} must be 1 to 255 characters`,
    got: `"${text}"`,
    remedy: 'name one that is there',
  });
  return [
    present('queue', queue),
    present('virtualHost', virtualHost),
    within({ what: 'batchSize', value: batchSize, least: 1, most: 10_000, remedy: 'choose 1 to 10000' }),
    within({
      what: 'batchWindow',
      value: secondsOf(batchWindow),
      least: 0,
      most: 300,
      unit: 's',
      remedy: 'choose 0 to 300 seconds',
    }),
    brokerTimeoutCheck(handler),
  ];
}
