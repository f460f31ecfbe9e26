import type { OutgoingMessage, Publisher } from '../ports/publisher.ts';

/** Publishes one message; why it failed, undefined when it is accepted. Throws what the publisher throws. */
export type PublishOne = (message: OutgoingMessage) => Promise<string | undefined>;

interface Waiting {
  readonly message: OutgoingMessage;
  readonly resolve: (reason: string | undefined) => void;
  readonly reject: (cause: unknown) => void;
}

/**
 * Publishes single messages as batches: all that are given before the event loop turns go out in one call, in their
 * order. Does not wait for more.
 */
export function createGatheredPublish(publisher: Publisher): PublishOne {
  let gathered: Waiting[] = [];
  return (message) =>
    new Promise((resolve, reject) => {
      gathered.push({ message, resolve, reject });
      if (gathered.length === 1) {
        queueMicrotask(() => {
          const batch = gathered;
          gathered = [];
          void publishAll(publisher, batch);
        });
      }
    });
}

/** Never rejects. */
async function publishAll(publisher: Publisher, batch: readonly Waiting[]): Promise<void> {
  try {
    const { failed } = await publisher.publish(batch.map(({ message }) => message));
    const reasons = new Map(failed.map(({ id, reason }) => [id, reason]));
    batch.forEach(({ message, resolve }) => {
      resolve(reasons.get(message.id));
    });
  } catch (cause) {
    batch.forEach(({ reject }) => {
      reject(cause);
    });
  }
}
