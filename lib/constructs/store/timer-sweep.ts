import { type Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Rule } from 'aws-cdk-lib/aws-events';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { metricsNamespace } from '../../../lambdas/contracts/metrics-namespace.ts';
import { refuseFaults } from '../checks/refuse-faults.ts';
import { everyCheck, invokeEvery } from '../function/invoke-every.ts';
import { QueueAlarms } from '../messaging/queue-alarms.ts';
import type { EventTable } from './event-table.ts';

/** What `TimerSweep` uses when nothing else is said. */
export const timerSweepDefaults = { every: Duration.minutes(1) } as const;

/** What describes the sweep. */
export interface TimerSweepProps {
  readonly table: EventTable;
  /** First words of the partitions that hold sagas, at least one. */
  readonly stores: readonly string[];
  /**
   * Reports what it finds and counts `OldestDueTimer` and `OldestStuckSagaSeconds` in seconds and `StuckSagas`, under
   * `service` = `timers`.
   */
  readonly handler: IFunction;
  /** 1 to 60 minutes. @default 1 minute */
  readonly every?: Duration;
  /** @default - on, when a timer is 15 minutes late, three sweeps in a row said nothing, or a saga is stuck */
  readonly alarms?: QueueAlarms;
}

/** Invokes a sweeper of timers by the clock, and lets it find and read the sagas of some stores. */
export class TimerSweep extends Construct {
  readonly rule: Rule;
  readonly alarms: readonly Alarm[];

  /** @throws ConstructError with every setting that cannot work. */
  constructor(scope: Construct, id: string, props: TimerSweepProps) {
    super(scope, id);
    const { table, stores, handler, every = timerSweepDefaults.every, alarms = QueueAlarms.on() } = props;
    refuseFaults(this, [everyCheck(every)]);
    table.grantDue(handler, stores);
    this.rule = invokeEvery(this, {
      ...{ handler, every },
      whyNoDeadLetter: 'a sweep that was not delivered carries nothing: the next one finds the same timers',
    });
    this.alarms = alarms.raise(() => [this.lateAlarm(alarms.oldestMessage, every), this.stuckAlarm(every)]);
  }

  /** Seconds since the first timer that a sweep found ran out; the most of each minute. */
  metricOldestDueTimer(): Metric {
    return metricOf('OldestDueTimer');
  }

  /** Sagas that only an operator can help; the most of each minute. */
  metricStuckSagas(): Metric {
    return metricOf('StuckSagas');
  }

  /** Seconds since the first saga got stuck that is so still; the most of each minute. */
  metricOldestStuckSaga(): Metric {
    return metricOf('OldestStuckSagaSeconds');
  }

  private lateAlarm(late: Duration, every: Duration): Alarm {
    const over = `a timer of a saga ran out more than ${late.toSeconds()} seconds ago and did not move it`;
    // One datapoint a sweep: with shorter periods a healthy sweeper would seem silent between two sweeps.
    return this.metricOldestDueTimer()
      .with({ period: every })
      .createAlarm(this, 'Late', {
        alarmDescription: `${over}, or the sweeper of timers is silent`,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        threshold: late.toSeconds(),
        evaluationPeriods: 3,
        // Every sweep counts, so no figure means that nobody looks.
        treatMissingData: TreatMissingData.BREACHING,
      });
  }

  private stuckAlarm(every: Duration): Alarm {
    return this.metricStuckSagas()
      .with({ period: every })
      .createAlarm(this, 'Stuck', {
        alarmDescription:
          'a saga could not be taken back, or is late behind its point of no return: list them with ' +
          'npm run pipeline -- saga ls --stuck; docs/saga-operations.md says what helps',
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        threshold: 1,
        evaluationPeriods: 1,
        // What a silent sweeper saw last still holds.
        treatMissingData: TreatMissingData.IGNORE,
      });
  }
}

function metricOf(metricName: string): Metric {
  return new Metric({
    namespace: metricsNamespace,
    metricName,
    dimensionsMap: { service: 'timers' },
    period: Duration.minutes(1),
    statistic: 'Maximum',
  });
}
