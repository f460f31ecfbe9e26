import type { EventType } from '../events/event-type.ts';
import type { DeadLetter } from './dead-letter.ts';

/** An SQS queue: what it takes from topics, what is sent to it directly, and where its failures go. */
export interface QueueDefinition {
  readonly fifo: boolean;
  readonly from: Readonly<Record<string, readonly EventType[]>>;
  readonly accepts: readonly EventType[];
  readonly retentionDays: number;
  readonly deadLetter: DeadLetter;
}

/** What describes a queue. */
export interface QueueOptions {
  /** Keeps the order per key. @default false */
  readonly fifo?: boolean;
  /** Event types taken from topics, by the topic's name in the definition. @default none */
  readonly from?: Readonly<Record<string, readonly EventType[]>>;
  /** Types sent straight to this queue (commands and replies); this is their home. @default none */
  readonly accepts?: readonly EventType[];
  /** Days an unread message is kept, 1 to 14. @default 4 */
  readonly retentionDays?: number;
  /** Required, because forgetting it loses messages: `deadLetter()` or `noDeadLetter(reason)`. */
  readonly deadLetter: DeadLetter;
}

/** Declares a queue. */
export function queue(options: QueueOptions): QueueDefinition {
  return {
    fifo: options.fifo ?? false,
    from: options.from ?? {},
    accepts: options.accepts ?? [],
    retentionDays: options.retentionDays ?? 4,
    deadLetter: options.deadLetter,
  };
}

/** Every type that can arrive in a queue. */
export function arrivalsOf(definition: QueueDefinition): readonly EventType[] {
  return [...Object.values(definition.from).flat(), ...definition.accepts];
}
