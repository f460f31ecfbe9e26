import { type Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { metricsNamespace } from '../../../lambdas/contracts/metrics-namespace.ts';
import { QueueAlarms } from '../messaging/queue-alarms.ts';

/** What describes the watch over what an indexer leaves. */
export interface UnindexedStreamsProps {
  /** Dimension `service` of the indexer's metrics. */
  readonly service: string;
  /** @default - alarms are on and tell nobody */
  readonly alarms?: QueueAlarms;
}

/**
 * Tells of streams that an indexer leaves as they are so that their neighbours go on, which no failure queue shows.
 */
export class UnindexedStreams extends Construct {
  readonly alarms: readonly Alarm[];
  private readonly service: string;

  constructor(scope: Construct, id: string, props: UnindexedStreamsProps) {
    super(scope, id);
    const { service, alarms = QueueAlarms.on() } = props;
    this.service = service;
    this.alarms = alarms.raise(() => [this.leftAlarm()]);
  }

  /** Streams left in each minute, one for each batch that showed them. */
  metricUnindexed(): Metric {
    return new Metric({
      namespace: metricsNamespace,
      metricName: 'StreamsUnindexed',
      dimensionsMap: { service: this.service },
      period: Duration.minutes(1),
      statistic: 'Sum',
    });
  }

  private leftAlarm(): Alarm {
    return this.metricUnindexed().createAlarm(this, 'Alarm', {
      alarmDescription: `${this.service} left a stream that it cannot index, whose events are missing in every view: see which in its log, mend the stream, then run pipeline events check --repair`,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: 0,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
