import type { EventType } from '../events/event-type.ts';

/** Whether a message tells a saga that a timer has run out, see `sagaMessages`. */
export function isTimerDue({ name }: Pick<EventType, 'name'>): boolean {
  return name.endsWith('.timer-due');
}
