import type { OutgoingMessage, Publisher } from '../ports/publisher.ts';
import type { Telemetry } from '../ports/telemetry.ts';

/** The log line that says how many messages of each type a batch published; a report reads it back. */
export const publishedLine = 'messages published';

/** Publishes committed messages, counts and logs what became of them, and answers the ids of those that failed. */
export async function publishOutbox(
  { publisher, telemetry }: { readonly publisher: Publisher; readonly telemetry: Telemetry },
  messages: readonly OutgoingMessage[],
): Promise<ReadonlySet<string>> {
  const { failed } = await publisher.publish(messages);
  telemetry.count('MessagesPublished', messages.length - failed.length);
  telemetry.count('PublishFailures', failed.length);
  for (const { id, reason } of failed) {
    telemetry.warn('message not published', { messageId: id, reason });
  }
  const refused = new Set(failed.map(({ id }) => id));
  telemetry.info(publishedLine, countByType(messages, refused));
  return refused;
}

function countByType(
  messages: readonly OutgoingMessage[],
  refused: ReadonlySet<string>,
): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { id, type } of messages) {
    if (!refused.has(id)) {
      counts[type] = (counts[type] ?? 0) + 1;
    }
  }
  return counts;
}
