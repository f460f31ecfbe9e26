import { describe, expect, it } from '@jest/globals';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { Code, EventSourceMapping, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Duration, type Stack } from 'aws-cdk-lib/core';
import { QueueAlarms } from '../../../../lib/constructs/messaging/queue-alarms.ts';
import { SourceGuard, sourceGuardDefaults } from '../../../../lib/constructs/messaging/source-guard.ts';
import { EventTable } from '../../../../lib/constructs/store/event-table.ts';
import { statementsOf, templateOf } from '../../synth.ts';

interface Guarding {
  readonly every?: Duration;
  readonly queues?: readonly string[];
  readonly alarms?: QueueAlarms;
}

function functionOf(stack: Stack, id: string): LambdaFunction {
  return new LambdaFunction(stack, id, {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => {}'),
  });
}

function guard(stack: Stack, { queues = ['orders', 'payments'], ...props }: Guarding): void {
  const target = functionOf(stack, 'Consumer');
  const sources = queues.map((queue): readonly [string, EventSourceMapping] => [
    queue,
    new EventSourceMapping(stack, queue, { target, eventSourceArn: `arn:aws:sqs:eu-central-1:111111111111:${queue}` }),
  ]);
  new SourceGuard(stack, 'Guard', {
    ...{ table: new EventTable(stack, 'Table'), handler: functionOf(stack, 'Handler') },
    ...{ sources: Object.fromEntries(sources), ...props },
  });
}

const templateWith = (guarding: Guarding = {}): Template =>
  templateOf((stack) => {
    guard(stack, guarding);
  });

describe('SourceGuard', () => {
  it('invokes its function every minute and does not repeat a run that failed, by the rule or by Lambda', () => {
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
    expect(sourceGuardDefaults.every.toMinutes()).toBe(1);
  });

  it('lets the function read and keep the breakers of its queues and switch their mappings, and nothing else', () => {
    const mapping = (id: string): unknown => ({
      'Fn::Join': ['', expect.arrayContaining([{ Ref: expect.stringMatching(new RegExp(`^${id}`)) as unknown }])],
    });

    expect(statementsOf(templateWith())).toEqual([
      {
        Action: ['dynamodb:PutItem', 'dynamodb:Query'],
        Condition: {
          'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['breaker-orders', 'breaker-payments'] },
        },
        Effect: 'Allow',
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Table/), 'Arn'] },
      },
      {
        Action: ['lambda:GetEventSourceMapping', 'lambda:UpdateEventSourceMapping'],
        Effect: 'Allow',
        Resource: [mapping('orders'), mapping('payments')],
      },
    ]);
  });

  it('alarms when a breaker is open, and keeps the alarm while the guard is silent', () => {
    templateWith().hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'BreakersOpen',
      Namespace: 'EventPipeline',
      Dimensions: [{ Name: 'service', Value: 'guard' }],
      Statistic: 'Maximum',
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'ignore',
    });
  });

  it('alarms when five runs in a row counted nothing', () => {
    templateWith({ every: Duration.minutes(2) }).hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'BreakersOpen',
      Statistic: 'SampleCount',
      Period: 120,
      EvaluationPeriods: 5,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
  });

  it('raises no alarm when they are off', () => {
    templateWith({ alarms: QueueAlarms.off('only the schedule is tested') }).resourceCountIs(
      'AWS::CloudWatch::Alarm',
      0,
    );
  });

  it.each([
    [1, true],
    [60, true],
    [61, false],
  ])('with a run every %i minutes is accepted: %s', (minutes, accepted) => {
    const make = (): Template => templateWith({ every: Duration.minutes(minutes) });
    if (accepted) {
      expect(make()).toBeDefined();
    } else {
      expect(make).toThrow(/every must be .*3600 s, got 3660 s/);
    }
  });

  it('rejects a guard without a source', () => {
    expect(() => templateWith({ queues: [] })).toThrow('a guard must have a source, got none');
  });

  it('names its alarms by what they watch', () => {
    templateWith().hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmDescription: Match.stringLikeRegexp('^the guard is silent'),
    });
  });
});
