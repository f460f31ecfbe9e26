import type { JetStreamClient } from '@nats-io/jetstream';
import type { MsgHdrs } from '@nats-io/transport-node';
import { headerLine, natsHeaders } from './nats-headers.ts';

/** Headers of a dead letter beside those of its message. */
export const deadLetterHeaders = {
  id: 'dlq_id',
  reason: 'dlq_reason',
  source: 'dlq_source',
  receiveCount: 'dlq_receive_count',
} as const;

/** One message that is given up. */
export interface NatsDeadLetter {
  /** Id of its message in its source. */
  readonly id: string;
  readonly reason: string;
  /** The subject or stream that it comes from. */
  readonly source: string;
  readonly receiveCount: number;
  readonly body: Uint8Array | string;
  /** What it carried, which it keeps. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Sends one dead letter; resolves once it is stored. */
export type DeadLetterSender = (letter: NatsDeadLetter) => Promise<void>;

/** Makes a sender to the subject of a dead-letter stream; the same letter is stored once within its duplicate window. */
export function createDeadLetterSender(client: Pick<JetStreamClient, 'publish'>, subject: string): DeadLetterSender {
  return async ({ id, reason, source, receiveCount, body, headers }) => {
    const values = {
      ...headers,
      [deadLetterHeaders.id]: id,
      [deadLetterHeaders.reason]: headerLine(reason),
      [deadLetterHeaders.source]: headerLine(source),
      [deadLetterHeaders.receiveCount]: String(receiveCount),
    };
    await client.publish(subject, body, { msgID: `dlq ${headerLine(source)} ${id}`, headers: natsHeaders(values) });
  };
}

/** The headers of a message that its dead letter keeps: all but those that only JetStream may set. */
export function keptHeaders(headers: MsgHdrs | undefined): Readonly<Record<string, string>> {
  const names = headers?.keys().filter((name) => !name.startsWith('Nats-')) ?? [];
  return Object.fromEntries(names.map((name) => [name, headers?.get(name) ?? '']));
}
