import type { EventType } from '../events/event-type.ts';
import type { DeadLetter } from './dead-letter.ts';
import type { FilledBy } from './filled-by.ts';

/** A stream of NATS JetStream; a message's subject is the stream's first word and its type, `ORDERS.order.placed`. */
export interface NatsStreamDefinition {
  /** Its name at the server. */
  readonly stream: string;
  readonly carries: readonly EventType[];
  readonly filledBy: FilledBy;
  readonly retentionDays: number;
  readonly replicas: number;
  readonly deadLetter: DeadLetter;
}

/** What describes a stream of NATS. */
export interface NatsStreamOptions {
  readonly carries: readonly EventType[];
  /** Who fills it; what others fill is left as they made it, but for its dead letters. @default 'forwarders' */
  readonly filledBy?: FilledBy;
  /** Days a message is kept, read or not, 1 to 365. @default 7 */
  readonly retentionDays?: number;
  /** Servers that keep each message: 1, 3 or 5; a single server keeps one. @default 3 */
  readonly replicas?: number;
  /** Required, because forgetting it loses messages: `deadLetter()` or `noDeadLetter(reason)`. */
  readonly deadLetter: DeadLetter;
}

/** Declares a stream of NATS, by its name at the server. */
export function natsStream(stream: string, options: NatsStreamOptions): NatsStreamDefinition {
  const { carries, filledBy = 'forwarders', retentionDays = 7, replicas = 3, deadLetter } = options;
  return { stream, carries, filledBy, retentionDays, replicas, deadLetter };
}

/** The stream beside a stream that takes what could not be handled. */
export function deadLetterStreamOf({ stream }: Pick<NatsStreamDefinition, 'stream'>): string {
  return `${stream}_DEAD_LETTERS`;
}

/** The subject of a message of some type in a stream. */
export function subjectOf({ stream }: Pick<NatsStreamDefinition, 'stream'>, type: string): string {
  return `${stream}.${type}`;
}
