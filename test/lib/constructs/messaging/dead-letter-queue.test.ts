import { describe, expect, it } from '@jest/globals';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Template } from 'aws-cdk-lib/assertions';
import { Duration } from 'aws-cdk-lib/core';
import {
  DeadLetterQueue,
  type DeadLetterQueueProps,
  defaultDeadLetterRetention,
} from '../../../../lib/constructs/messaging/dead-letter-queue.ts';
import { noDeadLetterReason } from '../../../../lib/constructs/messaging/no-dead-letter.ts';
import { QueueAlarms } from '../../../../lib/constructs/messaging/queue-alarms.ts';
import { createStack, onlyResource, statementsOf, templateOf } from '../../synth.ts';

const templateWith = (props?: DeadLetterQueueProps): Template =>
  templateOf((stack) => new DeadLetterQueue(stack, 'Failures', props));

describe('DeadLetterQueue', () => {
  it('keeps failures 14 days, encrypted', () => {
    expect(onlyResource(templateWith(), 'AWS::SQS::Queue')).toEqual({
      MessageRetentionPeriod: 1_209_600,
      SqsManagedSseEnabled: true,
    });
    expect(defaultDeadLetterRetention.toDays()).toBe(14);
  });

  it('is a FIFO queue when asked', () => {
    expect(onlyResource(templateWith({ fifo: true }), 'AWS::SQS::Queue')).toMatchObject({ FifoQueue: true });
  });

  it('refuses requests without TLS and nothing else', () => {
    const queue = { 'Fn::GetAtt': ['FailuresQueueB0898B50', 'Arn'] };

    expect(statementsOf(templateWith(), 'AWS::SQS::QueuePolicy')).toEqual([
      {
        Action: 'sqs:*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Resource: queue,
      },
    ]);
  });

  it('raises an alarm on the first failure', () => {
    expect(onlyResource(templateWith(), 'AWS::CloudWatch::Alarm')).toMatchObject({
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Statistic: 'Maximum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    });
  });

  it('raises no alarm where alarms are off', () => {
    templateWith({ alarms: QueueAlarms.off('a test') }).resourceCountIs('AWS::CloudWatch::Alarm', 0);
  });

  it('encrypts with the key it is given', () => {
    const template = templateOf((stack) => {
      new DeadLetterQueue(stack, 'Failures', { encryptionKey: new Key(stack, 'Key') });
    });

    expect(onlyResource(template, 'AWS::SQS::Queue')).toMatchObject({
      KmsMasterKeyId: { 'Fn::GetAtt': ['Key961B73FD', 'Arn'] },
    });
  });

  it('applies overrides last', () => {
    const template = templateWith({ overrides: { retentionPeriod: Duration.days(1) } });

    expect(onlyResource(template, 'AWS::SQS::Queue')).toMatchObject({ MessageRetentionPeriod: 86_400 });
  });

  it('lets a grantee send and nothing else', () => {
    const template = templateOf((stack) => {
      const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
      new DeadLetterQueue(stack, 'Failures').grantSend(role);
    });

    expect(statementsOf(template)).toEqual([
      {
        Action: 'sqs:SendMessage',
        Effect: 'Allow',
        Resource: { 'Fn::GetAtt': ['FailuresQueueB0898B50', 'Arn'] },
      },
    ]);
  });

  it('says why it has no dead letter itself', () => {
    expect(noDeadLetterReason(new DeadLetterQueue(createStack(), 'Failures').queue)).toBe('it is where failures end');
  });

  it.each([
    [59, false],
    [60, true],
    [1_209_600, true],
    [1_209_601, false],
  ])('decides a retention of %d s as %s', (seconds, accepted) => {
    const create = (): unknown =>
      new DeadLetterQueue(createStack(), 'Failures', { retention: Duration.seconds(seconds) });

    if (accepted) {
      expect(create).not.toThrow();
    } else {
      expect(create).toThrow(`retention must be between 60 and 1209600 s, got ${seconds} s`);
    }
  });
});
