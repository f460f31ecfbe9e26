import type { Alarm, IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';

/** The age at which an unread message raises the alarm when nothing else is said. */
export const defaultOldestMessage = Duration.minutes(15);

/** What the alarms of a queue watch for and whom they tell. */
export interface QueueAlarmOptions {
  /** Age of the oldest unread message that raises the alarm, 1 minute or more. @default 15 minutes */
  readonly oldestMessage?: Duration;
  /** Told when an alarm is raised. @default - nobody; the alarms show in CloudWatch only */
  readonly actions?: readonly IAlarmAction[];
}

/** Alarms on, or off for a reason: a queue nobody watches loses messages in silence. */
export class QueueAlarms {
  /** Watches dead letters and the oldest unread message. */
  static on(options: QueueAlarmOptions = {}): QueueAlarms {
    return new QueueAlarms(options);
  }

  /** Watches nothing; `reason` stays in the code for whoever asks. */
  static off(reason: string): QueueAlarms {
    return new QueueAlarms({}, reason);
  }

  readonly oldestMessage: Duration;
  readonly actions: readonly IAlarmAction[];
  /** Why nothing is watched; undefined when the alarms are on. */
  readonly offReason: string | undefined;

  private constructor({ oldestMessage = defaultOldestMessage, actions = [] }: QueueAlarmOptions, offReason?: string) {
    this.oldestMessage = oldestMessage;
    this.actions = actions;
    this.offReason = offReason;
  }

  /** The alarms that `create` makes, each told to the actions; none when the alarms are off. */
  raise(create: () => readonly Alarm[]): readonly Alarm[] {
    const alarms = this.offReason === undefined ? create() : [];
    alarms.forEach((alarm) => {
      alarm.addAlarmAction(...this.actions);
    });
    return alarms;
  }
}
