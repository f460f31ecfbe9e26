import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  type SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { Fingerprint } from '../../core/ports/fingerprint.ts';
import type { OutgoingMessage } from '../../core/ports/publisher.ts';
import type { Schedules } from '../../core/ports/schedules.ts';

/** The queue that a message is sent to at its time. */
export interface ScheduleTarget {
  readonly queueArn: string;
  readonly fifo: boolean;
}

/** What scheduling works with. */
export interface SchedulerSchedulesDependencies {
  readonly client: Pick<SchedulerClient, 'send'>;
  /** The group in which the schedules are made; nobody else makes any there. */
  readonly groupName: string;
  /** The role that the service takes to send; it may send to the queues of the targets alone. */
  readonly roleArn: string;
  /** A standard queue that takes what could not be sent. */
  readonly deadLetterArn: string;
  /** Where messages of a type go. Throws PipelineError for one that goes nowhere. */
  readonly targetOf: (type: string) => ScheduleTarget;
  readonly fingerprint: Fingerprint;
}

/** Seconds for which the service tries to send what is due: longer than an outage that nobody notices, within an hour. */
const retrySeconds = 3600;

/** Failures that no repetition cures. */
const lasting = ['ValidationException', 'ResourceNotFoundException', 'AccessDeniedException'];

/**
 * Schedules in EventBridge Scheduler: one schedule for each message, named after its id, that deletes itself when it
 * has fired. The service is as exact as a minute.
 *
 * A FIFO queue must de-duplicate by content, because such a message carries no id of its own for that.
 *
 * Source: https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html and
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html
 */
export function createSchedulerSchedules(dependencies: SchedulerSchedulesDependencies): Schedules {
  return {
    async schedule(message, dueAt) {
      const command = new CreateScheduleCommand(requestOf(dependencies, message, dueAt));
      try {
        await dependencies.client.send(command);
      } catch (cause) {
        if (nameOf(cause) !== 'ConflictException') {
          throw unscheduled(cause);
        }
      }
    },
  };
}

function requestOf(
  { groupName, roleArn, deadLetterArn, targetOf, fingerprint }: SchedulerSchedulesDependencies,
  message: OutgoingMessage,
  dueAt: number,
): CreateScheduleCommandInput {
  const { queueArn, fifo } = targetOf(message.type);
  return {
    Name: fingerprint(message.id),
    GroupName: groupName,
    ScheduleExpression: `at(${secondAtOrAfter(dueAt)})`,
    ScheduleExpressionTimezone: 'UTC',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'DELETE',
    Target: {
      Arn: queueArn,
      RoleArn: roleArn,
      Input: message.body,
      ...(fifo && { SqsParameters: { MessageGroupId: message.key } }),
      DeadLetterConfig: { Arn: deadLetterArn },
      RetryPolicy: { MaximumEventAgeInSeconds: retrySeconds, MaximumRetryAttempts: 185 },
    },
  };
}

/** Never before its time: whoever receives it too early would leave it alone. */
function secondAtOrAfter(time: number): string {
  return new Date(Math.ceil(time / 1000) * 1000).toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length);
}

function unscheduled(cause: unknown): PipelineError {
  const name = nameOf(cause);
  const isLasting = lasting.includes(name);
  return new PipelineError(`a message that is due later must be scheduled, got ${name}`, {
    code: isLasting ? 'input-invalid' : 'store-unavailable',
    retryable: !isLasting,
    cause,
  });
}

function nameOf(cause: unknown): string {
  return cause instanceof Error ? cause.name : 'an unknown failure';
}
