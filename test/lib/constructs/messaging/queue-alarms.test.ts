import { describe, expect, it, jest } from '@jest/globals';
import { Duration } from 'aws-cdk-lib/core';
import { QueueAlarms, defaultOldestMessage } from '../../../../lib/constructs/messaging/queue-alarms.ts';

describe('QueueAlarms', () => {
  it('watches for messages older than 15 minutes and tells nobody by default', () => {
    expect(QueueAlarms.on()).toMatchObject({ oldestMessage: defaultOldestMessage, actions: [], offReason: undefined });
    expect(defaultOldestMessage.toMinutes()).toBe(15);
  });

  it('keeps what it is told', () => {
    const action = { bind: () => ({ alarmActionArn: 'arn' }) };

    expect(QueueAlarms.on({ oldestMessage: Duration.minutes(1), actions: [action] })).toMatchObject({
      oldestMessage: Duration.minutes(1),
      actions: [action],
    });
  });

  it('creates no alarm when off, and keeps the reason', () => {
    const create = jest.fn(() => []);
    const alarms = QueueAlarms.off('nobody would look');

    expect(alarms.raise(create)).toEqual([]);
    expect(create).not.toHaveBeenCalled();
    expect(alarms.offReason).toBe('nobody would look');
  });
});
