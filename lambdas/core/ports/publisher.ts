import type { RedriveMark } from '../../contracts/events/redrive-mark.ts';

/** A message that is committed and waits to be sent; `body` is the serialised envelope. */
export interface OutgoingMessage {
  readonly id: string;
  /** Name of its event type; decides where it goes. */
  readonly type: string;
  /** The ordering key. */
  readonly key: string;
  readonly body: string;
  /** When it was written, in milliseconds since the epoch; tells how long it has waited. @default unknown */
  readonly since?: number;
  /** Not to be sent before then, in milliseconds since the epoch, where something can hold it back. @default at once */
  readonly dueAt?: number;
  /** The queue that a reply is addressed to, by its name in the definition. @default the home of its type */
  readonly to?: string;
  /** The message is the copy of a dead letter. @default it is not */
  readonly redrive?: RedriveMark;
}

/** What became of a publish: every message that is not in `failed` is durably accepted by its broker. */
export interface PublishResult {
  readonly failed: readonly { readonly id: string; readonly reason: string }[];
}

/**
 * Sends messages to the homes of their types.
 *
 * Keeps the order of messages of one key: when one fails, later ones of that key are not sent and are reported as
 * failed too. Failed entries alone are retried. Never throws for a message that a broker refused.
 */
export interface Publisher {
  publish(messages: readonly OutgoingMessage[]): Promise<PublishResult>;
}
