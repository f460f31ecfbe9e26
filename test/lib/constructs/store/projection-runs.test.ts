import { describe, expect, it } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { QueueAlarms } from '../../../../lib/constructs/messaging/queue-alarms.ts';
import { EventIndexTable } from '../../../../lib/constructs/store/event-index-table.ts';
import {
  ProjectionRuns,
  type ProjectionRunsProps,
  projectionRunsDefaults,
} from '../../../../lib/constructs/store/projection-runs.ts';

function templateWith(settings: Partial<ProjectionRunsProps> = {}): Template {
  const stack = new Stack(new App(), 'Stack');
  const handler = new LambdaFunction(stack, 'Handler', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => {}'),
  });
  new ProjectionRuns(stack, 'Runs', {
    table: new EventIndexTable(stack, 'Index'),
    handler,
    projections: ['sales-by-day'],
    ...settings,
  });
  return Template.fromStack(stack);
}

function alarmsOf(template: Template): readonly Readonly<Record<string, unknown>>[] {
  return Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(
    ({ Properties }) => Properties as Readonly<Record<string, unknown>>,
  );
}

describe('ProjectionRuns', () => {
  it('invokes its function every minute, and within a second of a new page', () => {
    const template = templateWith();

    template.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'rate(1 minute)' });
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 1000,
      Enabled: true,
      MaximumBatchingWindowInSeconds: 1,
      MaximumRetryAttempts: 2,
      FilterCriteria: {
        Filters: [{ Pattern: '{"eventName":["INSERT"],"dynamodb":{"Keys":{"sk":{"S":[{"prefix":"page#"}]}}}}' }],
      },
    });
    expect(projectionRunsDefaults.every.toMinutes()).toBe(1);
  });

  it('does not repeat a run that failed, because the next one reads on from the same checkpoints', () => {
    templateWith().hasResourceProperties('AWS::Lambda::EventInvokeConfig', { MaximumRetryAttempts: 0 });
  });

  it.each([1, 5])(
    'alarms when a projection is behind, silent, stopped or misses events, with runs every %i minutes',
    (minutes) => {
      const alarms = alarmsOf(templateWith({ every: Duration.minutes(minutes) }));
      const alarm = (MetricName: string, says: string, more: object): unknown =>
        expect.objectContaining({
          ...{ MetricName, Dimensions: [{ Name: 'service', Value: 'sales-by-day' }], ...more },
          AlarmDescription: expect.stringContaining(says) as unknown,
        });

      expect(alarms).toContainEqual(
        alarm('SecondsBehind', 'pipeline events lag', {
          ...{ Period: minutes * 60, Threshold: 900, EvaluationPeriods: 3, TreatMissingData: 'breaching' },
        }),
      );
      expect(alarms).toContainEqual(
        alarm('PartitionsStopped', 'pipeline events skip', { Threshold: 0, EvaluationPeriods: 1 }),
      );
      expect(alarms).toContainEqual(
        alarm('IndexGaps', 'pipeline events check', { Threshold: 0, EvaluationPeriods: 1 }),
      );
    },
  );

  it('raises no alarm where alarms are off for a reason', () => {
    expect(alarmsOf(templateWith({ alarms: QueueAlarms.off('nobody is on call') }))).toEqual([]);
  });

  it.each([
    [60, true],
    [61, false],
  ])('with runs every %i minutes is accepted: %s', (minutes, accepted) => {
    const make = (): Template => templateWith({ every: Duration.minutes(minutes) });
    if (accepted) {
      expect(make()).toBeDefined();
    } else {
      expect(make).toThrow(/every must be .*3600 s, got 3660 s/);
    }
  });
});
