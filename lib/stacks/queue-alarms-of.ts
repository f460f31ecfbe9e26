import type { AlarmSettings } from '../config/environment.ts';
import { QueueAlarms } from '../constructs/messaging/queue-alarms.ts';

/** The alarms that an environment asks for. */
export function queueAlarmsOf(settings: AlarmSettings): QueueAlarms {
  if (settings.kind === 'off') {
    return QueueAlarms.off(settings.reason);
  }
  const { oldestMessage, topicArn } = settings;
  return QueueAlarms.on({
    oldestMessage,
    actions: topicArn === undefined ? [] : [{ bind: () => ({ alarmActionArn: topicArn }) }],
  });
}
