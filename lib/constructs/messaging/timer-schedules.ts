import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Grant, type IGrantable, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { ArnFormat, type Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { refuseFaults } from '../checks/refuse-faults.ts';
import { DeadLetterQueue, defaultDeadLetterRetention } from './dead-letter-queue.ts';
import type { QueueAlarms } from './queue-alarms.ts';

/** What describes the schedules. */
export interface TimerSchedulesProps {
  /** The queues that messages are sent to at their time, at least one; a FIFO queue must de-duplicate by content. */
  readonly queues: readonly IQueue[];
  /** How long a message that could not be sent is kept, 1 minute to 14 days. @default 14 days */
  readonly retention?: Duration;
  /** @default - on, when a message could not be sent */
  readonly alarms?: QueueAlarms;
}

/**
 * A group in which one-time schedules are made at run time, and the role with which the service sends to exactly these
 * queues.
 *
 * Source: https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html
 */
export class TimerSchedules extends Construct {
  readonly group: CfnScheduleGroup;
  readonly role: Role;
  /** What could not be sent at its time; a standard queue, for the service takes no other. */
  readonly failures: DeadLetterQueue;
  readonly alarms: readonly Alarm[];

  /** @throws ConstructError when no queue is given, or a retention out of its range. */
  constructor(scope: Construct, id: string, props: TimerSchedulesProps) {
    super(scope, id);
    const { queues, retention = defaultDeadLetterRetention, alarms } = props;
    refuseFaults(this, [
      { holds: queues.length > 0, must: 'schedules must have a queue', got: 'none', remedy: 'leave the schedules out' },
    ]);
    this.group = new CfnScheduleGroup(this, 'Group');
    this.failures = new DeadLetterQueue(this, 'Failures', {
      retention,
      ...(alarms && { alarms }),
      advice: 'a timer of a saga was not sent at its time; the sweeper of timers has found it meanwhile, or will',
    });
    this.role = this.senderOf([...queues, this.failures.queue]);
    this.alarms = this.failures.alarms;
  }

  /** Lets `grantee` make schedules in the group, with the role alone. */
  grantSchedule(grantee: IGrantable): Grant {
    const make = Grant.addToPrincipal({
      grantee,
      actions: ['scheduler:CreateSchedule'],
      resourceArns: [this.inGroup('schedule')],
    });
    return make.combine(
      Grant.addToPrincipal({
        grantee,
        actions: ['iam:PassRole'],
        resourceArns: [this.role.roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
      }),
    );
  }

  /**
   * Only schedules of this group, in this account, may take the role: else anybody's could have it sent.
   *
   * Source: https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
   */
  private senderOf(queues: readonly IQueue[]): Role {
    const keys = queues.flatMap(({ encryptionMasterKey }) => encryptionMasterKey?.keyArn ?? []);
    const statements = [
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: queues.map(({ queueArn }) => queueArn) }),
      ...(keys.length === 0
        ? []
        : [new PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: keys })]),
    ];
    return new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': Stack.of(this).account, 'aws:SourceArn': this.group.attrArn },
        },
      }),
      inlinePolicies: { Send: new PolicyDocument({ statements }) },
    });
  }

  private inGroup(resource: string): string {
    const resourceName = `${this.group.ref}/*`;
    return Stack.of(this).formatArn({
      ...{ service: 'scheduler', resource, resourceName },
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
  }
}
