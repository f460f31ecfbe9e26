import { type Alarm, ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { within } from '../checks/check.ts';
import { refuseFaults } from '../checks/refuse-faults.ts';
import { QueueAlarms } from '../messaging/queue-alarms.ts';
import { withDefaults } from '../with-defaults.ts';

/** What `LagAlarm` uses when nothing else is said. */
export const lagAlarmDefaults = { minutes: 15 } as const;

/** What describes the watch over a lag. */
export interface LagAlarmProps {
  /** Records that wait, each minute: `workerLag(consumer)`, or the `metricLag()` of a mapping. */
  readonly metric: Metric;
  /** Who is behind, for the alarm to say. */
  readonly service: string;
  /** Records that may wait, at least 1. */
  readonly most: number;
  /** Minutes for which more must wait before the alarm is raised, 1 to 1440. @default 15 */
  readonly minutes?: number;
  /** @default - alarms are on and tell nobody */
  readonly alarms?: QueueAlarms;
}

/**
 * Tells of a consumer that falls behind for longer than scaling takes to help it.
 *
 * Where nobody tells the lag the alarm says so, as insufficient data: neither well nor behind.
 */
export class LagAlarm extends Construct {
  readonly alarms: readonly Alarm[];

  /** @throws ConstructError with every setting that cannot work. */
  constructor(scope: Construct, id: string, props: LagAlarmProps) {
    super(scope, id);
    const { metric, service, most, minutes } = withDefaults(props, lagAlarmDefaults);
    refuseFaults(this, [
      within({ what: 'most', value: most, least: 1, remedy: 'choose 1 or more records' }),
      within({ what: 'minutes', value: minutes, least: 1, most: 1440, remedy: 'choose 1 to 1440 minutes' }),
    ]);
    const { alarms = QueueAlarms.on() } = props;
    this.alarms = alarms.raise(() => [
      metric.createAlarm(this, 'Alarm', {
        alarmDescription: `${service} is more than ${most} records behind for ${minutes} minutes: see its log, and whether it may run on more of them at once`,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        threshold: most,
        evaluationPeriods: minutes,
        treatMissingData: TreatMissingData.MISSING,
      }),
    ]);
  }
}
