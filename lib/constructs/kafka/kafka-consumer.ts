import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnEventSourceMapping, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { secondsOf } from '../checks/check.ts';
import { refuseFaults } from '../checks/refuse-faults.ts';
import { allowNetwork } from '../function/allow-network.ts';
import type { ClientNetwork } from '../network/client-network.ts';
import { warnOfMissingEndpoints } from '../network/warn-of-missing-endpoints.ts';
import { type Settled, withDefaults } from '../with-defaults.ts';
import { grantKafkaDescribe } from './kafka-access.ts';
import { kafkaConsumerChecks } from './kafka-consumer-checks.ts';
import { kafkaConsumerDefaults, kafkaPatience } from './kafka-consumer-defaults.ts';
import type { KafkaConsumerProps } from './kafka-consumer-props.ts';
import type { SelfManagedBrokers } from './kafka-source.ts';
import { sourceSettings } from './source-settings.ts';

/** Props with the defaults filled in. */
export type KafkaConsumerSettings = Settled<KafkaConsumerProps, typeof kafkaConsumerDefaults>;

/**
 * Lets a function read a topic of MSK or of brokers of one's own, with somewhere to go for what it can never handle.
 *
 * The role gets what the pollers use on its behalf: the brokers' addresses, the topic and the group where IAM is the
 * login, the secrets, and network interfaces. A failing batch is halved, then retried until its attempts or its age run
 * out; without provisioned pollers it is retried until the topic forgets it.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/with-kafka-esm.html
 */
export class KafkaConsumer extends Construct {
  readonly eventSourceMapping: CfnEventSourceMapping;
  private readonly handler: IFunction;

  /** @throws ConstructError with every setting that cannot work. */
  constructor(scope: Construct, id: string, props: KafkaConsumerProps) {
    super(scope, id);
    refuseFaults(this, kafkaConsumerChecks(props));
    const settings = withDefaults(props, kafkaConsumerDefaults);
    const { handler } = settings;
    this.handler = handler;
    grantReading(settings);
    this.eventSourceMapping = new CfnEventSourceMapping(this, 'Mapping', {
      functionName: handler.functionName,
      topics: [settings.topic],
      ...sourceSettings(settings),
      ...deliverySettings(settings),
      destinationConfig: { onFailure: { destination: failureTarget(settings) } },
      loggingConfig: { systemLogLevel: 'WARN' },
      metricsConfig: { metrics: ['EventCount', 'ErrorCount', 'KafkaMetrics'] },
      ...props.overrides,
    });
    if (settings.source.kind === 'msk' || settings.source.brokers.network !== undefined) {
      allowNetwork(this.eventSourceMapping, handler.role);
    }
    warnOfClosedNetwork(this, settings);
    // The pollers need the role's policy to start, and to go: a mapping outlives it as one that cannot be deleted.
    if (handler.role !== undefined) {
      this.eventSourceMapping.node.addDependency(handler.role);
    }
  }

  /**
   * Records that are in the topic and that the function has not handled, the greatest number of each minute.
   *
   * Source: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
   */
  metricLag(options: MetricOptions = {}): Metric {
    return this.handler.metric('OffsetLag', { period: Duration.minutes(1), statistic: 'Maximum', ...options });
  }
}

function deliverySettings({ pollers, ...settings }: KafkaConsumerSettings) {
  const { retryAttempts, maxRecordAge } = withDefaults(settings, kafkaPatience);
  return {
    enabled: settings.enabled,
    batchSize: settings.batchSize,
    maximumBatchingWindowInSeconds: secondsOf(settings.batchWindow),
    startingPosition: settings.startFrom,
    functionResponseTypes: ['ReportBatchItemFailures'],
    ...(pollers.config && {
      provisionedPollerConfig: pollers.config,
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: retryAttempts,
      maximumRecordAgeInSeconds: secondsOf(maxRecordAge),
    }),
  };
}

/** Pollers of the mapping's own call AWS from elsewhere. */
function warnOfClosedNetwork(scope: Construct, { source, pollers, auth }: KafkaConsumerSettings): void {
  if (pollers.config === undefined) {
    const network = source.kind === 'msk' ? source.cluster.network : networkOf(source.brokers);
    const secrets = auth.access.length > 0 || (source.kind !== 'msk' && source.brokers.rootCaCertificate !== undefined);
    const services = [...(['lambda', 'sts'] as const), ...(secrets ? (['secrets-manager'] as const) : [])];
    warnOfMissingEndpoints(scope, { caller: 'pollers on demand', network, services });
  }
}

function networkOf({ network }: SelfManagedBrokers): ClientNetwork | undefined {
  return network && { vpc: network.vpc, subnets: network.subnets ?? {} };
}

function failureTarget({ failures, handler, source }: KafkaConsumerSettings): string {
  if ('queue' in failures) {
    failures.queue.grantSend(handler);
    return failures.queue.queue.queueArn;
  }
  if (source.kind === 'msk') {
    source.cluster.grantProduce(handler, failures.topic);
  }
  return `kafka://${failures.topic}`;
}

function grantReading({ source, auth, handler, topic, groupId }: KafkaConsumerSettings): void {
  auth.grantRead(handler);
  if (source.kind === 'msk') {
    grantKafkaDescribe(source.cluster.clusterArn, handler);
    if (auth.name === 'iam') {
      source.cluster.grantConsume(handler, { topic, groupId });
    }
    return;
  }
  source.brokers.rootCaCertificate?.grantRead(handler);
}
