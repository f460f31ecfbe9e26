import { type Alarm, ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import {
  EventSourceMapping,
  type EventSourceMappingOptions,
  FilterCriteria,
  FilterRule,
  type IEventSourceDlq,
  type IFunction,
  MetricType,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { secondsOf } from '../checks/check.ts';
import { refuseFaults } from '../checks/refuse-faults.ts';
import { DeadLetterQueue } from '../messaging/dead-letter-queue.ts';
import { QueueAlarms } from '../messaging/queue-alarms.ts';
import { withDefaults } from '../with-defaults.ts';
import { streamConsumerChecks } from './stream-consumer-checks.ts';
import { streamConsumerDefaults } from './stream-consumer-defaults.ts';
import type { StreamConsumerProps } from './stream-consumer-props.ts';

/**
 * Lets a function read a table's stream in order per item, with a queue for what it can never handle.
 *
 * A failing batch is halved, then retried until its attempts or its age run out; the failure queue then gets a pointer
 * to the records (shard and sequence numbers), which the stream keeps for 24 hours.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html
 */
export class StreamConsumer extends Construct {
  readonly eventSourceMapping: EventSourceMapping;
  readonly failures: DeadLetterQueue;
  /** Its own alarm and that of the failure queue. */
  readonly alarms: readonly Alarm[];
  private readonly handler: IFunction;
  private readonly advice: string;

  /** @throws ConstructError with every setting that cannot work. */
  constructor(scope: Construct, id: string, props: StreamConsumerProps) {
    super(scope, id);
    const { table, handler, alarms = QueueAlarms.on() } = props;
    refuseFaults(this, streamConsumerChecks(props));
    this.handler = handler;
    this.advice = props.advice === undefined ? '' : `: ${props.advice}`;
    this.failures = new DeadLetterQueue(this, 'Failures', {
      ...{ alarms, encryptionKey: props.encryptionKey },
      ...(props.advice && { advice: props.advice }),
    });
    table.grantStreamRead(handler);
    this.eventSourceMapping = new EventSourceMapping(this, 'Mapping', {
      target: handler,
      eventSourceArn: table.streamArn,
      ...mappingSettings(props),
      onFailure: failureTarget(this.failures),
      ...props.overrides,
    });
    this.alarms = [...this.failures.alarms, ...alarms.raise(() => [this.lagAlarm(alarms.oldestMessage)])];
  }

  /** Age of the last record handed to the function in milliseconds; the most of each minute. */
  metricIteratorAge(): Metric {
    return this.handler.metric('IteratorAge', { period: Duration.minutes(1), statistic: 'Maximum' });
  }

  private lagAlarm(age: Duration): Alarm {
    return this.metricIteratorAge().createAlarm(this, 'Lag', {
      alarmDescription: `the stream is read more than ${age.toSeconds()} seconds late${this.advice}`,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: age.toMilliseconds(),
      evaluationPeriods: 3,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}

function mappingSettings(props: StreamConsumerProps): EventSourceMappingOptions {
  const settings = withDefaults(props, streamConsumerDefaults);
  const { batchWindow } = settings;
  return {
    enabled: settings.enabled,
    // From the beginning, so that nothing committed before the mapping was ready is left out.
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: settings.batchSize,
    bisectBatchOnError: true,
    retryAttempts: settings.retryAttempts,
    maxRecordAge: settings.maxRecordAge,
    parallelizationFactor: settings.parallelizationFactor,
    reportBatchItemFailures: true,
    filters: [FilterCriteria.filter({ eventName: FilterRule.or(...settings.eventNames), ...keyFilter(props) })],
    metricsConfig: { metrics: [MetricType.EVENT_COUNT] },
    maxBatchingWindow: secondsOf(batchWindow) === 0 ? undefined : batchWindow,
  };
}

function keyFilter({ keys = {} }: StreamConsumerProps): Readonly<Record<string, unknown>> {
  const rules = Object.entries(keys).map(([name, texts]) => [name, { S: texts }] as const);
  return rules.length === 0 ? {} : { dynamodb: { Keys: Object.fromEntries(rules) } };
}

function failureTarget(failures: DeadLetterQueue): IEventSourceDlq {
  return {
    bind: (_, handler) => {
      failures.grantSend(handler);
      return { destination: failures.queue.queueArn };
    },
  };
}
