import type { OutgoingMessage, Publisher, PublishResult } from '../ports/publisher.ts';

/** One place that messages are sent on to. */
export interface ForwardDestination {
  /** Whether a message of that type goes there. */
  readonly carries: (type: string) => boolean;
  readonly publisher: Publisher;
}

/**
 * Makes the publisher to several places: a message goes to each that carries its type, and fails when any of them does
 * not take it. The next try sends it to all of them again, so a place may see it twice.
 */
export function publisherOfTargets(destinations: readonly ForwardDestination[]): Publisher {
  return {
    publish: async (messages) => {
      const results = await Promise.all(destinations.map((destination) => publishThere(destination, messages)));
      const failed = results.flatMap((result) => result.failed);
      const lost = messages.filter(({ type }) => !destinations.some(({ carries }) => carries(type)));
      return {
        failed: [
          ...new Map(failed.map((failure) => [failure.id, failure])).values(),
          ...lost.map(({ id, type }) => ({ id, reason: `nothing carries "${type}"` })),
        ],
      };
    },
  };
}

async function publishThere(
  { carries, publisher }: ForwardDestination,
  messages: readonly OutgoingMessage[],
): Promise<PublishResult> {
  const carried = messages.filter(({ type }) => carries(type));
  return carried.length === 0 ? { failed: [] } : publisher.publish(carried);
}
