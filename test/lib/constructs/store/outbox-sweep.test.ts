import { describe, expect, it } from '@jest/globals';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { QueueAlarms } from '../../../../lib/constructs/messaging/queue-alarms.ts';
import { EventTable } from '../../../../lib/constructs/store/event-table.ts';
import { OutboxSweep, outboxSweepDefaults } from '../../../../lib/constructs/store/outbox-sweep.ts';

function templateWith(every?: Duration, alarms?: QueueAlarms): Template {
  const stack = new Stack(new App(), 'Stack');
  const handler = new LambdaFunction(stack, 'Handler', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => {}'),
  });
  const table = new EventTable(stack, 'Table');
  new OutboxSweep(stack, 'Sweep', { table, handler, ...(every && { every }), ...(alarms && { alarms }) });
  return Template.fromStack(stack);
}

describe('OutboxSweep', () => {
  it('invokes its function every minute and does not repeat a sweep that failed, by the rule or by Lambda', () => {
    const template = templateWith();
    template.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'rate(1 minute)',
      Targets: [{ RetryPolicy: { MaximumRetryAttempts: 0 } }],
    });
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 60,
      Qualifier: '$LATEST',
    });
    expect(outboxSweepDefaults.every.toMinutes()).toBe(1);
  });

  it('lets the function find, read and settle, and nothing else', () => {
    const arn = { 'Fn::GetAtt': [Match.stringLikeRegexp('^Table'), 'Arn'] };

    templateWith().hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          { Action: 'dynamodb:Query', Effect: 'Allow', Resource: { 'Fn::Join': ['', [arn, '/index/pending']] } },
          { Action: ['dynamodb:GetItem', 'dynamodb:UpdateItem'], Effect: 'Allow', Resource: arn },
        ],
      },
    });
  });

  it.each([1, 5, 60])(
    'alarms when a message waited too long or the sweeper was silent, over three sweeps of every %i minutes',
    (minutes) => {
      const alarms = templateWith(Duration.minutes(minutes)).findResources('AWS::CloudWatch::Alarm');

      expect(Object.values(alarms).map(({ Properties: properties }: { Properties?: unknown }) => properties)).toEqual([
        {
          AlarmDescription:
            'a committed message has waited more than 900 seconds to be published, or the sweeper is silent',
          ComparisonOperator: 'GreaterThanThreshold',
          Dimensions: [{ Name: 'service', Value: 'sweeper' }],
          EvaluationPeriods: 3,
          MetricName: 'UndispatchedAge',
          Namespace: 'EventPipeline',
          Period: minutes * 60,
          Statistic: 'Maximum',
          Threshold: 900,
          TreatMissingData: 'breaching',
        },
      ]);
    },
  );

  it('raises no alarm where alarms are off for a reason', () => {
    templateWith(undefined, QueueAlarms.off('nobody is on call')).resourceCountIs('AWS::CloudWatch::Alarm', 0);
  });

  it.each([
    [1, true],
    [60, true],
    [61, false],
  ])('with a sweep every %i minutes is accepted: %s', (minutes, accepted) => {
    const make = (): Template => templateWith(Duration.minutes(minutes));
    if (accepted) {
      expect(make()).toBeDefined();
    } else {
      expect(make).toThrow(/every must be .*3600 s, got 3660 s/);
    }
  });
});
