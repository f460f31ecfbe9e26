import { describe, expect, it } from '@jest/globals';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { QueueAlarms } from '../../../../lib/constructs/messaging/queue-alarms.ts';
import { EventTable } from '../../../../lib/constructs/store/event-table.ts';
import { TimerSweep, type TimerSweepProps, timerSweepDefaults } from '../../../../lib/constructs/store/timer-sweep.ts';

function templateWith(props: Partial<TimerSweepProps> = {}): Template {
  const stack = new Stack(new App(), 'Stack');
  const handler = new LambdaFunction(stack, 'Handler', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => {}'),
  });
  new TimerSweep(stack, 'Sweep', { table: new EventTable(stack, 'Table'), stores: ['loan'], handler, ...props });
  return Template.fromStack(stack);
}

describe('TimerSweep', () => {
  it('invokes its function every minute and does not repeat a sweep that failed', () => {
    const template = templateWith();

    template.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'rate(1 minute)',
      Targets: [{ RetryPolicy: { MaximumRetryAttempts: 0 } }],
    });
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', { MaximumRetryAttempts: 0 });
    expect(timerSweepDefaults.every.toMinutes()).toBe(1);
  });

  it('lets the function find what is due, read and move sagas of its stores, hold leases, and nothing else', () => {
    const arn = { 'Fn::GetAtt': [Match.stringLikeRegexp('^Table'), 'Arn'] };

    templateWith({ stores: ['loan', 'refund'] }).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          { Action: 'dynamodb:Query', Effect: 'Allow', Resource: { 'Fn::Join': ['', [arn, '/index/due']] } },
          {
            Action: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
            Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['loan-*', 'refund-*', 'sweeper-*'] } },
            Effect: 'Allow',
            Resource: arn,
          },
        ],
      },
    });
  });

  it.each([1, 60])(
    'failure mode 51: alarms about late timers, a silent sweeper and stuck sagas, swept every %i minutes',
    (minutes) => {
      const alarms = templateWith({ every: Duration.minutes(minutes) }).findResources('AWS::CloudWatch::Alarm');
      const common = {
        Dimensions: [{ Name: 'service', Value: 'timers' }],
        Namespace: 'EventPipeline',
        Period: minutes * 60,
        Statistic: 'Maximum',
      };

      expect(Object.values(alarms).map(({ Properties: properties }: { Properties?: unknown }) => properties)).toEqual([
        {
          ...common,
          AlarmDescription:
            'a timer of a saga ran out more than 900 seconds ago and did not move it, or the sweeper of timers is silent',
          ComparisonOperator: 'GreaterThanThreshold',
          EvaluationPeriods: 3,
          MetricName: 'OldestDueTimer',
          Threshold: 900,
          TreatMissingData: 'breaching',
        },
        {
          ...common,
          AlarmDescription:
            'a saga could not be taken back, or is late behind its point of no return: list them with npm run pipeline -- saga ls --stuck; docs/saga-operations.md says what helps',
          ComparisonOperator: 'GreaterThanOrEqualToThreshold',
          EvaluationPeriods: 1,
          MetricName: 'StuckSagas',
          Threshold: 1,
          TreatMissingData: 'ignore',
        },
      ]);
    },
  );

  it('has no alarm when told so', () => {
    templateWith({ alarms: QueueAlarms.off('a test') }).resourceCountIs('AWS::CloudWatch::Alarm', 0);
  });

  it.each([0, 61])('fails for a sweep every %i minutes', (minutes) => {
    expect(() => templateWith({ every: Duration.minutes(minutes) })).toThrow('every must be');
  });

  it.each([[[]], [['*']]])('fails for the stores %j', (stores) => {
    expect(() => templateWith({ stores })).toThrow(/store/);
  });
});
