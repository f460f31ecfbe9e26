import type { OutgoingMessage, Publisher, PublishResult } from '../../../core/ports/publisher.ts';
import { heldBack } from '../../../core/publish/held-back.ts';

/** A queue that is bound to an exchange. */
export interface BoundQueue {
  /** Names of the types that its bindings let through. */
  readonly takes: ReadonlySet<string>;
  readonly publisher: Publisher;
}

/**
 * Makes the publisher of an exchange: a message goes into every queue that takes its type, and counts as accepted once
 * all of them have it. One that no queue takes is told, but at an exchange that only announces (`mandatory` false).
 */
export function createMemoryExchange(
  queues: readonly BoundQueue[],
  { mandatory }: { readonly mandatory: boolean },
): Publisher {
  return {
    publish: async (messages) => {
      const failed: PublishResult['failed'][number][] = [];
      const failedIdOf = new Map<string, string>();
      for (const message of messages) {
        const earlier = failedIdOf.get(message.key);
        const reason =
          earlier === undefined ? await publishedTo(takersOf(queues, message), message, mandatory) : heldBack(earlier);
        if (reason !== undefined) {
          failed.push({ id: message.id, reason });
          failedIdOf.set(message.key, earlier ?? message.id);
        }
      }
      return { failed };
    },
  };
}

function takersOf(queues: readonly BoundQueue[], { type }: OutgoingMessage): readonly BoundQueue[] {
  return queues.filter(({ takes }) => takes.has(type));
}

/** Why some queue did not take it; undefined when all did. */
async function publishedTo(
  queues: readonly BoundQueue[],
  message: OutgoingMessage,
  mandatory: boolean,
): Promise<string | undefined> {
  if (queues.length === 0) {
    return mandatory ? `a queue must take "${message.type}", none does` : undefined;
  }
  const results = await Promise.all(queues.map(({ publisher }) => publisher.publish([message])));
  return results.flatMap(({ failed }) => failed)[0]?.reason;
}
