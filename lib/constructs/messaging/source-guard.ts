import { type Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Rule } from 'aws-cdk-lib/aws-events';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { EventSourceMapping, IFunction } from 'aws-cdk-lib/aws-lambda';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { metricsNamespace } from '../../../lambdas/contracts/metrics-namespace.ts';
import type { Check } from '../checks/check.ts';
import { refuseFaults } from '../checks/refuse-faults.ts';
import { everyCheck, invokeEvery } from '../function/invoke-every.ts';
import type { EventTable } from '../store/event-table.ts';
import { QueueAlarms } from './queue-alarms.ts';

/** What `SourceGuard` uses when nothing else is said. */
export const sourceGuardDefaults = { every: Duration.minutes(1) } as const;

/** Runs that may be missed before the guard counts as silent. */
const silentRuns = 5;

/** What describes the guard. */
export interface SourceGuardProps {
  /** Holds the breakers. */
  readonly table: EventTable;
  /** Pauses and resumes the sources, and counts `BreakersOpen` at every run, under `service` = `guard`. */
  readonly handler: IFunction;
  /** The mapping that reads each queue, by the queue's name in the definition; at least one. */
  readonly sources: Readonly<Record<string, EventSourceMapping>>;
  /** 1 to 60 minutes. @default 1 minute */
  readonly every?: Duration;
  /** @default - on, when a breaker is open or the guard is silent */
  readonly alarms?: QueueAlarms;
}

/**
 * Invokes a guard of event source mappings by the clock, and lets it read the breakers and switch exactly those mappings
 * off and on.
 *
 * Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
 */
export class SourceGuard extends Construct {
  readonly rule: Rule;
  readonly alarms: readonly Alarm[];

  /** @throws ConstructError with every setting that cannot work. */
  constructor(scope: Construct, id: string, props: SourceGuardProps) {
    super(scope, id);
    const { table, handler, sources, every = sourceGuardDefaults.every, alarms = QueueAlarms.on() } = props;
    refuseFaults(this, checksOf(every, sources));
    table.grantGuard(handler, Object.keys(sources));
    Grant.addToPrincipal({
      grantee: handler,
      actions: ['lambda:GetEventSourceMapping', 'lambda:UpdateEventSourceMapping'],
      resourceArns: Object.values(sources).map(({ eventSourceMappingArn }) => eventSourceMappingArn),
    });
    this.rule = invokeEvery(this, {
      ...{ handler, every },
      whyNoDeadLetter: 'a run that was not delivered carries nothing: the next one judges the sources by what they are',
    });
    this.alarms = alarms.raise(() => [this.openAlarm(every), this.silentAlarm(every)]);
  }

  /** Circuit breakers that were open; the most of each minute. */
  metricBreakersOpen(): Metric {
    return new Metric({
      namespace: metricsNamespace,
      metricName: 'BreakersOpen',
      dimensionsMap: { service: 'guard' },
      period: Duration.minutes(1),
      statistic: 'Maximum',
    });
  }

  private openAlarm(every: Duration): Alarm {
    return this.metricBreakersOpen().with({ period: every }).createAlarm(this, 'Open', {
      alarmDescription: 'a circuit breaker is open: its consumer keeps failing and its source is paused',
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 1,
      evaluationPeriods: 1,
      // What a silent guard saw last still holds.
      treatMissingData: TreatMissingData.IGNORE,
    });
  }

  private silentAlarm(every: Duration): Alarm {
    return this.metricBreakersOpen().with({ period: every, statistic: 'SampleCount' }).createAlarm(this, 'Silent', {
      alarmDescription: 'the guard is silent: paused sources are not resumed',
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: 1,
      evaluationPeriods: silentRuns,
      treatMissingData: TreatMissingData.BREACHING,
    });
  }
}

function checksOf(every: Duration, sources: SourceGuardProps['sources']): readonly Check[] {
  return [
    everyCheck(every),
    {
      holds: Object.keys(sources).length > 0,
      ...{ must: 'a guard must have a source', got: 'none', remedy: 'leave the guard out' },
    },
  ];
}
