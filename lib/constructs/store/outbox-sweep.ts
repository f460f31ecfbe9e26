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

/** What `OutboxSweep` uses when nothing else is said. */
export const outboxSweepDefaults = { every: Duration.minutes(1) } as const;

/** What describes the sweep. */
export interface OutboxSweepProps {
  readonly table: EventTable;
  /** Publishes what it finds and counts `UndispatchedAge` in seconds, under `service` = `sweeper`. */
  readonly handler: IFunction;
  /** 1 to 60 minutes. @default 1 minute */
  readonly every?: Duration;
  /** @default - on, when a message waited 15 minutes or three sweeps in a row said nothing */
  readonly alarms?: QueueAlarms;
}

/** Invokes a sweeper of the table's outboxes by the clock, and lets it read and settle what waits there. */
export class OutboxSweep extends Construct {
  readonly rule: Rule;
  readonly alarms: readonly Alarm[];

  /** @throws ConstructError with every setting that cannot work. */
  constructor(scope: Construct, id: string, props: OutboxSweepProps) {
    super(scope, id);
    const { table, handler, every = outboxSweepDefaults.every, alarms = QueueAlarms.on() } = props;
    refuseFaults(this, [everyCheck(every)]);
    table.grantSweep(handler);
    this.rule = invokeEvery(this, {
      ...{ handler, every },
      whyNoDeadLetter: 'a sweep that was not delivered carries nothing: the next one finds the same messages',
    });
    this.alarms = alarms.raise(() => [this.undispatchedAlarm(alarms.oldestMessage, every)]);
  }

  /** Seconds that the oldest message found by a sweep had waited; the most of each minute. */
  metricUndispatchedAge(): Metric {
    return new Metric({
      namespace: metricsNamespace,
      metricName: 'UndispatchedAge',
      dimensionsMap: { service: 'sweeper' },
      period: Duration.minutes(1),
      statistic: 'Maximum',
    });
  }

  private undispatchedAlarm(age: Duration, every: Duration): Alarm {
    const waited = `a committed message has waited more than ${age.toSeconds()} seconds to be published`;
    // One datapoint a sweep: with shorter periods a healthy sweeper would seem silent between two sweeps.
    return this.metricUndispatchedAge()
      .with({ period: every })
      .createAlarm(this, 'Undispatched', {
        alarmDescription: `${waited}, or the sweeper is silent`,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        threshold: age.toSeconds(),
        evaluationPeriods: 3,
        // Every sweep counts, so no figure means that nobody looks.
        treatMissingData: TreatMissingData.BREACHING,
      });
  }
}
