import { type Alarm, ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { secondsOf, within } from '../checks/check.ts';
import { refuseFaults } from '../checks/refuse-faults.ts';
import { declareNoDeadLetter } from './no-dead-letter.ts';
import { grantSendTo } from './queue-access.ts';
import { QueueAlarms } from './queue-alarms.ts';

/** The longest SQS keeps a message, and the default for dead letters: time to notice and to redrive. */
export const defaultDeadLetterRetention = Duration.days(14);

/** What describes a queue of failures. */
export interface DeadLetterQueueProps {
  /** Must be the kind of its source: SQS and SNS refuse to mix them. @default false */
  readonly fifo?: boolean;
  /** 1 minute to 14 days; SQS counts from the first sending, so it must exceed the source's retention. @default 14 days */
  readonly retention?: Duration;
  /** @default - SSE with a key of SQS */
  readonly encryptionKey?: IKey;
  /** @default - alarms are on and tell nobody */
  readonly alarms?: QueueAlarms;
  /** What to do about a failure, for the alarm to say. @default - to look at it and redrive it */
  readonly advice?: string;
  /** Applied last, over everything above. @default - none */
  readonly overrides?: Partial<QueueProps>;
}

/** A queue for what failed elsewhere: encrypted, TLS only, kept 14 days, with an alarm on the first message. */
export class DeadLetterQueue extends Construct {
  readonly queue: Queue;
  readonly alarms: readonly Alarm[];

  /** @throws ConstructError when the retention is out of range. */
  constructor(scope: Construct, id: string, props: DeadLetterQueueProps = {}) {
    super(scope, id);
    const { fifo = false, retention = defaultDeadLetterRetention, encryptionKey, alarms = QueueAlarms.on() } = props;
    refuseFaults(this, [
      within({
        what: 'retention',
        value: secondsOf(retention),
        least: 60,
        most: 1_209_600,
        unit: 's',
        remedy: 'choose 1 minute to 14 days',
      }),
    ]);
    declareNoDeadLetter(this, 'it is where failures end');
    this.queue = new Queue(this, 'Queue', {
      // SQS rejects `FifoQueue: false`: a standard queue is one that does not say.
      fifo: fifo || undefined,
      retentionPeriod: retention,
      enforceSSL: true,
      encryption: encryptionKey === undefined ? QueueEncryption.SQS_MANAGED : QueueEncryption.KMS,
      encryptionMasterKey: encryptionKey,
      ...props.overrides,
    });
    this.alarms = alarms.raise(() => [this.notEmptyAlarm(props.advice)]);
  }

  /** Lets `grantee` put failures here. */
  grantSend(grantee: IGrantable): Grant {
    return grantSendTo(this.queue, grantee);
  }

  /** Failures waiting to be looked at; the most of each minute. */
  metricVisible(): Metric {
    return this.queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'Maximum' });
  }

  private notEmptyAlarm(advice: string | undefined): Alarm {
    return this.metricVisible().createAlarm(this, 'NotEmpty', {
      alarmDescription:
        advice === undefined
          ? 'a message failed for good and waits to be looked at and redriven'
          : `a message failed for good: ${advice}`,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: 0,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
