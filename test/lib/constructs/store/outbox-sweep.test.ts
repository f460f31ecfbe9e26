import { describe, expect, it } from '@jest/globals';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { EventTable } from '../../../../lib/constructs/store/event-table.ts';
import { OutboxSweep, outboxSweepDefaults } from '../../../../lib/constructs/store/outbox-sweep.ts';

function templateWith(every?: Duration): Template {
  const stack = new Stack(new App(), 'Stack');
  const handler = new LambdaFunction(stack, 'Handler', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => {}'),
  });
  new OutboxSweep(stack, 'Sweep', { table: new EventTable(stack, 'Table'), handler, ...(every && { every }) });
  return Template.fromStack(stack);
}

describe('OutboxSweep', () => {
  it('invokes its function every minute and does not repeat a sweep that failed', () => {
    templateWith().hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'rate(1 minute)',
      Targets: [{ RetryPolicy: { MaximumRetryAttempts: 0 } }],
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

  it('alarms when a committed message has waited too long', () => {
    templateWith().hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'UndispatchedAge',
      Namespace: 'EventPipeline',
      Dimensions: [{ Name: 'service', Value: 'sweeper' }],
    });
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
