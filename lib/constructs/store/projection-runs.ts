import { type Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Rule } from 'aws-cdk-lib/aws-events';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { metricsNamespace } from '../../../lambdas/contracts/metrics-namespace.ts';
import { pascalCase } from '../../../lambdas/contracts/pascal-case.ts';
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
  /** Reads the index and counts for each projection at every run, under `service` = its name. */
  readonly handler: IFunction;
  /** Names of the projections that the function runs. */
  readonly projections: readonly string[];
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
    const own = alarms.raise(() =>
      props.projections.flatMap((name) => this.alarmsOf(name, alarms.oldestMessage, every)),
    );
    this.alarms = [...this.waking.alarms, ...own];
  }

  /** Seconds since the oldest event was indexed that a projection has not read; the most of each minute. */
  metricSecondsBehind(projection: string): Metric {
    return metricOf(projection, 'SecondsBehind');
  }

  private alarmsOf(projection: string, age: Duration, every: Duration): readonly Alarm[] {
    const id = projection.split('-').map(pascalCase).join('');
    const counted = {
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: 0,
      evaluationPeriods: 1,
    };
    const behind = `projection ${projection} is more than ${age.toSeconds()} seconds behind, or its runs are silent`;
    return [
      this.metricSecondsBehind(projection)
        .with({ period: every })
        .createAlarm(this, `Lag${id}`, {
          alarmDescription: `${behind}: see where with pipeline events lag, and why in the log of the projector`,
          comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
          threshold: age.toSeconds(),
          evaluationPeriods: 3,
          // Every run counts, so no figure means that nobody projects.
          treatMissingData: TreatMissingData.BREACHING,
        }),
      metricOf(projection, 'PartitionsStopped').createAlarm(this, `Stopped${id}`, {
        ...{ ...counted, treatMissingData: TreatMissingData.IGNORE },
        alarmDescription: `projection ${projection} stands still at an event that it cannot handle: see which with pipeline events lag, mend the projection and raise its version, or pass over the event with pipeline events skip`,
      }),
      metricOf(projection, 'IndexGaps').createAlarm(this, `Gap${id}`, {
        ...{ ...counted, treatMissingData: TreatMissingData.NOT_BREACHING },
        alarmDescription: `projection ${projection} found positions missing in the index, so something else has written to its table: look with pipeline events check`,
      }),
    ];
  }
}

function metricOf(projection: string, metricName: string): Metric {
  return new Metric({
    ...{ namespace: metricsNamespace, metricName, dimensionsMap: { service: projection } },
    ...{ period: Duration.minutes(1), statistic: 'Maximum' },
  });
}

/** Sort keys of pages, whose writing is what wakes a run. */
const pagePrefix = 'page#';
