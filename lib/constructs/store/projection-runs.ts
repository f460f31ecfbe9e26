import { type Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Rule } from 'aws-cdk-lib/aws-events';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { metricsNamespace } from '../../../lambdas/contracts/metrics-namespace.ts';
import { refuseFaults } from '../checks/refuse-faults.ts';
import { everyCheck, invokeEvery } from '../function/invoke-every.ts';
import { QueueAlarms } from '../messaging/queue-alarms.ts';
import type { EventIndexTable } from './event-index-table.ts';
import { StreamConsumer } from './stream-consumer.ts';

/** What `ProjectionRuns` uses when nothing else is said. */
export const projectionRunsDefaults = { every: Duration.minutes(1) } as const;

/** Records that wake one run at most; they are small, and a run reads the partitions they name. */
const recordsAWaking = 1000;

/** Tries of a waking before it is left to the clock. */
const wakingRetries = 2;

/** What describes the runs. */
export interface ProjectionRunsProps {
  readonly table: EventIndexTable;
  /** Reads the index and counts `ProjectionLag` in seconds and `IndexGaps` at every run, under `service` = `projector`. */
  readonly handler: IFunction;
  /** 1 to 60 minutes between two runs that nothing woke. @default 1 minute */
  readonly every?: Duration;
  /** False where something outside reads the stream and invokes the function. @default true */
  readonly enabled?: boolean;
  /** @default - on, when a projection is 15 minutes behind, events are missing or the runs are silent */
  readonly alarms?: QueueAlarms;
}

/**
 * Invokes a function that keeps projections up with the index: soon after a page was written, and by the clock for what
 * a waking did not finish. Lets it read the index and work on the views.
 */
export class ProjectionRuns extends Construct {
  readonly rule: Rule;
  readonly waking: StreamConsumer;
  readonly alarms: readonly Alarm[];

  /** @throws ConstructError with every setting that cannot work. */
  constructor(scope: Construct, id: string, props: ProjectionRunsProps) {
    super(scope, id);
    const { table, handler, every = projectionRunsDefaults.every, enabled, alarms = QueueAlarms.on() } = props;
    refuseFaults(this, [everyCheck(every)]);
    table.grantProjecting(handler);
    this.waking = new StreamConsumer(this, 'Waking', {
      ...{ table, handler, alarms, ...(enabled !== undefined && { enabled }) },
      ...{ batchSize: recordsAWaking, batchWindow: Duration.seconds(1), retryAttempts: wakingRetries },
      keys: { sk: [{ prefix: pagePrefix }] },
      eventNames: ['INSERT'],
      advice:
        'nothing is lost, the next run reads on from its checkpoints; look with pipeline events lag, then purge the queue',
    });
    this.rule = invokeEvery(this, {
      ...{ handler, every },
      whyNoDeadLetter: 'a run that was not delivered carries nothing: the next one reads on from the same checkpoints',
    });
    const own = alarms.raise(() => [this.lagAlarm(alarms.oldestMessage, every), this.gapAlarm(every)]);
    this.alarms = [...this.waking.alarms, ...own];
  }

  /** Seconds that the oldest event which some projection has not read waits; the most of each minute. */
  metricLag(): Metric {
    return this.metric('ProjectionLag');
  }

  /** Partitions of the index in which a run found events missing; the most of each minute. */
  metricGaps(): Metric {
    return this.metric('IndexGaps');
  }

  private metric(metricName: string): Metric {
    return new Metric({
      ...{ namespace: metricsNamespace, metricName, dimensionsMap: { service: 'projector' } },
      ...{ period: Duration.minutes(1), statistic: 'Maximum' },
    });
  }

  private lagAlarm(age: Duration, every: Duration): Alarm {
    const behind = `a projection is more than ${age.toSeconds()} seconds behind, or the runs are silent`;
    return this.metricLag()
      .with({ period: every })
      .createAlarm(this, 'Lag', {
        alarmDescription: `${behind}: see which with pipeline events lag, and why in the log of the projector`,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        threshold: age.toSeconds(),
        evaluationPeriods: 3,
        // Every run counts, so no figure means that nobody projects.
        treatMissingData: TreatMissingData.BREACHING,
      });
  }

  private gapAlarm(every: Duration): Alarm {
    return this.metricGaps().with({ period: every }).createAlarm(this, 'Gap', {
      alarmDescription:
        'events are missing in the index, and projections stop before them: find and repair them with pipeline events check --repair',
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.IGNORE,
    });
  }
}

/** Sort keys of pages, whose writing is what wakes a run. */
const pagePrefix = 'page#';
