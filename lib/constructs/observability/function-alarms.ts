import { type Alarm, ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { within } from '../checks/check.ts';
import { refuseFaults } from '../checks/refuse-faults.ts';
import { QueueAlarms } from '../messaging/queue-alarms.ts';
import { withDefaults } from '../with-defaults.ts';

/** What `FunctionAlarms` uses when nothing else is said. */
export const functionAlarmsDefaults = { errors: 0, timeoutPercent: 80 } as const;

/** What describes the watch over a function. */
export interface FunctionAlarmsProps {
  readonly function: LambdaFunction;
  /** As the alarms call it. */
  readonly name: string;
  /** Invocations of a minute that may throw or time out, at least 0; single failed records do not count. @default 0 */
  readonly errors?: number;
  /** Percent of its timeout that an invocation may take, 1 to 100. @default 80 */
  readonly timeoutPercent?: number;
  /** @default - alarms are on and tell nobody */
  readonly alarms?: QueueAlarms;
}

/** Seconds that a function has when it says nothing else. */
const lambdaTimeout = Duration.seconds(3);

/** Of five minutes, those in which it must be so. */
const lasting = { evaluationPeriods: 5, datapointsToAlarm: 3, treatMissingData: TreatMissingData.NOT_BREACHING };

/**
 * Tells of a function that fails as a whole, that may not start, or that comes near its timeout: for three of five minutes.
 *
 * A failed record is none of it: that comes again, and what fails for good raises the alarm of its dead letters.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
export class FunctionAlarms extends Construct {
  readonly alarms: readonly Alarm[];

  /** @throws ConstructError with every setting that cannot work. */
  constructor(scope: Construct, id: string, props: FunctionAlarmsProps) {
    super(scope, id);
    const { errors, timeoutPercent } = withDefaults(props, functionAlarmsDefaults);
    refuseFaults(this, [
      within({ what: 'errors', value: errors, least: 0, remedy: 'choose 0 or more' }),
      within({
        ...{ what: 'timeoutPercent', value: timeoutPercent, least: 1, most: 100, unit: '%' },
        remedy: 'choose 1 to 100 percent',
      }),
    ]);
    const { alarms = QueueAlarms.on() } = props;
    this.alarms = alarms.raise(() => [
      this.failing(props, errors),
      this.throttled(props),
      this.slow(props, timeoutPercent),
    ]);
  }

  private failing({ function: watched, name }: FunctionAlarmsProps, most: number): Alarm {
    const errors = watched.metricErrors({ period: Duration.minutes(1) });
    return this.above(errors, {
      ...{ id: 'Failing', most },
      text: `more than ${most} invocations of ${name} throw or time out in a minute: see its log, and \`pipeline dlq ls\` for what it gave up`,
    });
  }

  private throttled({ function: watched, name }: FunctionAlarmsProps): Alarm {
    const throttles = watched.metricThrottles({ period: Duration.minutes(1) });
    return this.above(throttles, {
      id: 'Throttled',
      most: 0,
      text: `${name} may not start as often as it is asked to: look at the concurrency of the account, and of functions that reserve some of it`,
    });
  }

  private slow({ function: watched, name }: FunctionAlarmsProps, percent: number): Alarm {
    const milliseconds = ((watched.timeout ?? lambdaTimeout).toMilliseconds() * percent) / 100;
    const longest = watched.metricDuration({ period: Duration.minutes(1), statistic: 'Maximum' });
    return this.above(longest, {
      id: 'Slow',
      most: milliseconds,
      text: `${name} takes more than ${percent} % of its timeout: what it calls may be slow; raise timeoutSeconds in the definition, or take fewer records at once`,
    });
  }

  private above(
    metric: Metric,
    { id, most, text }: { readonly id: string; readonly most: number; readonly text: string },
  ): Alarm {
    return metric.createAlarm(this, id, {
      ...lasting,
      alarmDescription: text,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: most,
    });
  }
}
