import {
  type Alarm,
  ComparisonOperator,
  type IMetric,
  type Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { type IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { refuseFaults } from '../checks/refuse-faults.ts';
import { withDefaults } from '../with-defaults.ts';
import { DeadLetter } from './dead-letter.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { eventQueueChecks } from './event-queue-checks.ts';
import { eventQueueDefaults } from './event-queue-defaults.ts';
import type { EventQueueProps } from './event-queue-props.ts';
import { eventQueueSettings } from './event-queue-settings.ts';
import { declareNoDeadLetter } from './no-dead-letter.ts';
import { grantConsumeFrom, grantSendTo } from './queue-access.ts';
import { QueueAlarms } from './queue-alarms.ts';
import { leastVisibilityTimeout } from './visibility-timeout.ts';

/**
 * A queue with a dead letter: encrypted, TLS only, long polling, and a visibility timeout that fits its consumer.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
export class EventQueue extends Construct {
  /** An existing queue, to send to or to use as a dead letter. */
  static fromQueueArn(scope: Construct, id: string, queueArn: string): IQueue {
    return Queue.fromQueueArn(scope, id, queueArn);
  }

  readonly queue: Queue;
  readonly fifo: boolean;
  readonly visibilityTimeout: Duration;
  /** Undefined when the queue was declared to have none. */
  readonly deadLetterQueue: IQueue | undefined;
  /** Its own alarms and those of its dead-letter queue. */
  readonly alarms: readonly Alarm[];

  /** @throws ConstructError with every setting that cannot work. */
  constructor(scope: Construct, id: string, props: EventQueueProps = {}) {
    super(scope, id);
    const { deadLetter = DeadLetter.create(), alarms = QueueAlarms.on() } = props;
    refuseFaults(this, eventQueueChecks(props, deadLetter));
    const { fifo, consumerTimeout, batchWindow } = withDefaults(props, eventQueueDefaults);
    this.fifo = fifo;
    this.visibilityTimeout = props.visibilityTimeout ?? leastVisibilityTimeout(consumerTimeout, batchWindow);
    const failures = this.failuresOf(props, deadLetter);
    this.deadLetterQueue = failures.queue;
    this.queue = new Queue(this, 'Queue', {
      ...eventQueueSettings(props, this.visibilityTimeout),
      deadLetterQueue: failures.queue && { queue: failures.queue, maxReceiveCount: deadLetter.maxReceiveCount },
      ...props.overrides,
    });
    this.alarms = [...failures.alarms, ...alarms.raise(() => [this.oldestMessageAlarm(alarms.oldestMessage)])];
  }

  /** Lets `grantee` send messages. */
  grantSend(grantee: IGrantable): Grant {
    return grantSendTo(this.queue, grantee);
  }

  /** Lets `grantee` receive, delete and delay messages. */
  grantConsume(grantee: IGrantable): Grant {
    return grantConsumeFrom(this.queue, grantee);
  }

  /** Lets `grantee` put a message that it cannot handle among the dead letters; undefined when there are none. */
  grantPark(grantee: IGrantable): Grant | undefined {
    return this.deadLetterQueue === undefined ? undefined : grantSendTo(this.deadLetterQueue, grantee);
  }

  /** Messages waiting or in flight: what a consumer still has before it. */
  metricOutstanding(): IMetric {
    return this.queue.metricApproximateNumberOfMessagesOutstanding({ period: Duration.minutes(1) });
  }

  /** Age of the oldest message in seconds; the most of each minute. */
  metricOldestMessageAge(): Metric {
    return this.queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1), statistic: 'Maximum' });
  }

  private failuresOf(
    { fifo, alarms, encryptionKey }: EventQueueProps,
    { kind, queue, reason, retention, overrides }: DeadLetter,
  ): { readonly queue: IQueue | undefined; readonly alarms: readonly Alarm[] } {
    if (kind === 'create') {
      return new DeadLetterQueue(this, 'DeadLetter', { fifo, retention, alarms, encryptionKey, overrides });
    }
    if (kind === 'none') {
      declareNoDeadLetter(this, reason);
    }
    return { queue, alarms: [] };
  }

  private oldestMessageAlarm(age: Duration): Alarm {
    return this.metricOldestMessageAge().createAlarm(this, 'Oldest', {
      alarmDescription: `the oldest message has waited more than ${age.toSeconds()} seconds`,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: age.toSeconds(),
      evaluationPeriods: 3,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
