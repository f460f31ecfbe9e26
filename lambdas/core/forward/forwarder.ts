import type { EventType } from '../../contracts/events/event-type.ts';
import type { Consumer } from '../consume/consumer.ts';
import { ok, retry } from '../consume/outcome.ts';
import { outgoingMessage } from '../outbox/outgoing-message.ts';
import type { Publisher } from '../ports/publisher.ts';
import { createGatheredPublish } from './gathered-publish.ts';

/** What describes a forwarder. */
export interface ForwarderOptions {
  readonly name: string;
  readonly handles: readonly EventType[];
  /** Sends to where the messages go on. */
  readonly publisher: Publisher;
}

/**
 * Makes the consumer that sends on what it handles, at least once.
 *
 * A message goes on as it travels: its id, type, time, trace and key are the same on the other side, so that who reads
 * there knows a second copy by its id; what is sealed stays sealed, and what is kept elsewhere stays there. Messages
 * that are handled at the same time are published together. What the broker did not take comes again.
 */
export function createForwarder({ name, handles, publisher }: ForwarderOptions): Consumer {
  const publish = createGatheredPublish(publisher);
  return {
    name,
    handles,
    reads: 'envelope',
    handle: async (envelope) => {
      const reason = await publish(outgoingMessage(envelope));
      return reason === undefined ? ok() : retry(reason);
    },
  };
}
