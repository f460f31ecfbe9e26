import { describe, expect, it } from '@jest/globals';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { QueueAlarms } from '../../../../lib/constructs/messaging/queue-alarms.ts';
import { TimerSchedules, type TimerSchedulesProps } from '../../../../lib/constructs/messaging/timer-schedules.ts';

function templateWith(
  props: Partial<TimerSchedulesProps> = {},
  queuesOf: (stack: Stack) => readonly IQueue[] = (stack) => [new Queue(stack, 'Loans', { fifo: true })],
): Template {
  const stack = new Stack(new App(), 'Stack');
  const schedules = new TimerSchedules(stack, 'Schedules', { queues: queuesOf(stack), ...props });
  schedules.grantSchedule(new Role(stack, 'Relay', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }));
  return Template.fromStack(stack);
}

const arnOf = (id: string): object => ({ 'Fn::GetAtt': [Match.stringLikeRegexp(`^${id}`), 'Arn'] });
const account = { Ref: 'AWS::AccountId' };

describe('TimerSchedules', () => {
  it('has a role that only schedules of its group in this account may take, to send to its queues alone', () => {
    templateWith().hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Action: 'sts:AssumeRole',
            Condition: {
              StringEquals: {
                'aws:SourceAccount': account,
                'aws:SourceArn': { 'Fn::GetAtt': [Match.stringLikeRegexp('^SchedulesGroup'), 'Arn'] },
              },
            },
            Effect: 'Allow',
            Principal: { Service: 'scheduler.amazonaws.com' },
          },
        ],
      },
      Policies: [
        {
          PolicyDocument: {
            Statement: [
              {
                Action: 'sqs:SendMessage',
                Effect: 'Allow',
                Resource: [arnOf('Loans'), arnOf('SchedulesFailures')],
              },
            ],
          },
        },
      ],
    });
  });

  it('lets its user make schedules in the group and hand over that role to the service, and nothing else', () => {
    templateWith().hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          {
            Action: 'scheduler:CreateSchedule',
            Effect: 'Allow',
            Resource: {
              'Fn::Join': [
                '',
                [
                  'arn:',
                  { Ref: 'AWS::Partition' },
                  ':scheduler:',
                  { Ref: 'AWS::Region' },
                  ':',
                  account,
                  ':schedule/',
                  { Ref: Match.stringLikeRegexp('^SchedulesGroup') },
                  '/*',
                ],
              ],
            },
          },
          {
            Action: 'iam:PassRole',
            Condition: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
            Effect: 'Allow',
            Resource: arnOf('SchedulesRole'),
          },
        ],
      },
    });
  });

  it('lets the role use the keys of encrypted queues', () => {
    const template = templateWith({}, (stack) => [
      new Queue(stack, 'Loans', {
        fifo: true,
        encryption: QueueEncryption.KMS,
        encryptionMasterKey: new Key(stack, 'Key'),
      }),
    ]);

    template.hasResourceProperties('AWS::IAM::Role', {
      Policies: [
        {
          PolicyDocument: {
            Statement: [
              Match.objectLike({ Action: 'sqs:SendMessage' }),
              { Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Effect: 'Allow', Resource: arnOf('Key') },
            ],
          },
        },
      ],
    });
  });

  it('keeps what could not be sent in a standard queue for 14 days, with an alarm', () => {
    const template = templateWith();
    const failures = Object.values(template.findResources('AWS::SQS::Queue')).find(
      ({ Properties: properties }) => !Object.hasOwn(properties as object, 'FifoQueue'),
    );

    expect(failures?.['Properties']).toMatchObject({ MessageRetentionPeriod: 1_209_600 });
    template.resourceCountIs('AWS::CloudWatch::Alarm', 1);
    templateWith({ alarms: QueueAlarms.off('a test') }).resourceCountIs('AWS::CloudWatch::Alarm', 0);
  });

  it('fails without a queue, and for a retention that no queue has', () => {
    expect(() => templateWith({}, () => [])).toThrow('schedules must have a queue, got none');
    expect(() => templateWith({ retention: Duration.days(15) })).toThrow('retention must be');
  });
});
