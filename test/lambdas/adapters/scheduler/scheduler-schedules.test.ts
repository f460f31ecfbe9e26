import { describe, expect, it } from '@jest/globals';
import { createSchedulerSchedules } from '../../../../lambdas/adapters/scheduler/scheduler-schedules.ts';
import { sha256Fingerprint } from '../../../../lambdas/adapters/system/sha256-fingerprint.ts';
import type { OutgoingMessage } from '../../../../lambdas/core/ports/publisher.ts';
import type { Schedules } from '../../../../lambdas/core/ports/schedules.ts';

const message: OutgoingMessage = { id: 'm1', type: 'refund.timer-due', key: 'C1', body: '{"a":1}' };
const dueAt = Date.UTC(2026, 0, 2, 3, 4, 5);

function schedulesWith(answer: () => Promise<never>, fifo = true): { schedules: Schedules; inputs: unknown[] } {
  const inputs: unknown[] = [];
  const send = ({ input }: { readonly input: unknown }): Promise<never> => {
    inputs.push(input);
    return answer();
  };
  const schedules = createSchedulerSchedules({
    client: { send },
    ...{ groupName: 'timers', roleArn: 'arn:role', deadLetterArn: 'arn:dead', fingerprint: sha256Fingerprint },
    targetOf: (type) => ({ queueArn: `arn:${type}`, fifo }),
  });
  return { schedules, inputs };
}

const accept = (): Promise<never> => Promise.resolve({} as never);
const refuse = (name: string) => (): Promise<never> => Promise.reject(Object.assign(new Error(name), { name }));

describe('schedules in EventBridge Scheduler', () => {
  it('make one that fires once, exactly, in the group of the key, and deletes itself', async () => {
    const { schedules, inputs } = schedulesWith(accept);

    await schedules.schedule(message, dueAt);

    expect(inputs).toEqual([
      {
        Name: sha256Fingerprint('m1'),
        GroupName: 'timers',
        ScheduleExpression: 'at(2026-01-02T03:04:05)',
        ScheduleExpressionTimezone: 'UTC',
        FlexibleTimeWindow: { Mode: 'OFF' },
        ActionAfterCompletion: 'DELETE',
        Target: {
          Arn: 'arn:refund.timer-due',
          RoleArn: 'arn:role',
          Input: '{"a":1}',
          SqsParameters: { MessageGroupId: 'C1' },
          DeadLetterConfig: { Arn: 'arn:dead' },
          RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 185 },
        },
      },
    ]);
  });

  it.each([
    [dueAt, '03:04:05'],
    [dueAt + 1, '03:04:06'],
    [dueAt + 999, '03:04:06'],
    [dueAt + 1000, '03:04:06'],
  ])('fire at no time before the one asked for: %i', async (time, second) => {
    const { schedules, inputs } = schedulesWith(accept);

    await schedules.schedule(message, time);

    expect(inputs).toMatchObject([{ ScheduleExpression: `at(2026-01-02T${second})` }]);
  });

  it('give a queue without order no group', async () => {
    const { schedules, inputs } = schedulesWith(accept, false);

    await schedules.schedule(message, dueAt);

    expect(JSON.stringify(inputs)).not.toContain('SqsParameters');
  });

  it('name a schedule as the service allows, and two messages differently', async () => {
    const { schedules, inputs } = schedulesWith(accept);

    await schedules.schedule({ ...message, id: 'a/b c' }, dueAt);
    await schedules.schedule({ ...message, id: 'a/b d' }, dueAt);

    const names = inputs.map((input) => (input as { readonly Name: string }).Name);
    expect(new Set(names).size).toBe(2);
    expect(names.every((name) => /^[0-9a-zA-Z-_.]{1,64}$/.test(name))).toBe(true);
  });

  it('take it as done when the schedule is there already', async () => {
    const { schedules } = schedulesWith(refuse('ConflictException'));

    await expect(schedules.schedule(message, dueAt)).resolves.toBeUndefined();
  });

  it.each([
    ['ThrottlingException', 'store-unavailable', true],
    ['InternalServerException', 'store-unavailable', true],
    ['ServiceQuotaExceededException', 'store-unavailable', true],
    ['TimeoutError', 'store-unavailable', true],
    ['ValidationException', 'input-invalid', false],
    ['ResourceNotFoundException', 'input-invalid', false],
  ])('say of %s whether another try can help', async (name, code, retryable) => {
    const { schedules } = schedulesWith(refuse(name));

    await expect(schedules.schedule(message, dueAt)).rejects.toMatchObject({ code, retryable });
  });
});
