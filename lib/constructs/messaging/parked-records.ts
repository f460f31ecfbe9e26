import { type Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { metricsNamespace } from '../../../lambdas/contracts/metrics-namespace.ts';
import { QueueAlarms } from './queue-alarms.ts';

/** What describes the watch over what a consumer parks. */
export interface ParkedRecordsProps {
  /** The consumer's name: the dimension `service` of its metrics. */
  readonly service: string;
  /** @default - alarms are on and tell nobody */
  readonly alarms?: QueueAlarms;
}

/**
 * Tells of records that a consumer parks in the lines of their keys, which no dead-letter queue shows.
 */
export class ParkedRecords extends Construct {
  readonly alarms: readonly Alarm[];
  private readonly service: string;

  constructor(scope: Construct, id: string, props: ParkedRecordsProps) {
    super(scope, id);
    const { service, alarms = QueueAlarms.on() } = props;
    this.service = service;
    this.alarms = alarms.raise(() => [this.parkedAlarm()]);
  }

  /** Records parked in each minute, those behind a parked one of their key included. */
  metricParked(): Metric {
    return new Metric({
      namespace: metricsNamespace,
      metricName: 'RecordsParked',
      dimensionsMap: { service: this.service },
      period: Duration.minutes(1),
      statistic: 'Sum',
    });
  }

  private parkedAlarm(): Alarm {
    return this.metricParked().createAlarm(this, 'Alarm', {
      alarmDescription: `${this.service} parked a message: its key is held until the line is redriven or dropped (pipeline dlq ls)`,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: 0,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
