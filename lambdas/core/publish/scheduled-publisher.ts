import type { Clock } from '../ports/clock.ts';
import type { OutgoingMessage, PublishResult, Publisher } from '../ports/publisher.ts';
import type { Schedules } from '../ports/schedules.ts';

/** What publishing now or later works with. */
export interface ScheduledPublisherDependencies {
  /** Sends what is due. */
  readonly publisher: Publisher;
  /** Keeps what is not. */
  readonly schedules: Schedules;
  readonly clock: Clock;
}

/**
 * Hands messages that are due later to the schedules, and all others to the publisher.
 *
 * A message that waits for its time is in no order with the others of its key, so neither holds the other back.
 */
export function createScheduledPublisher(dependencies: ScheduledPublisherDependencies): Publisher {
  const { publisher, clock } = dependencies;
  return {
    async publish(messages) {
      const time = clock.now();
      const later = messages.filter(({ dueAt = 0 }) => dueAt > time);
      const now = messages.filter(({ dueAt = 0 }) => dueAt <= time);
      const kept = await Promise.all(later.map((message) => keptFor(dependencies.schedules, message)));
      const sent: PublishResult = now.length === 0 ? { failed: [] } : await publisher.publish(now);
      return { failed: [...kept.flatMap(({ failed }) => failed), ...sent.failed] };
    },
  };
}

async function keptFor(schedules: Schedules, message: OutgoingMessage): Promise<PublishResult> {
  try {
    await schedules.schedule(message, message.dueAt ?? 0);
    return { failed: [] };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'not scheduled';
    return { failed: [{ id: message.id, reason }] };
  }
}
