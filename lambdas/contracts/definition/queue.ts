import type { EventType } from '../events/event-type.ts';
import type { DeadLetter } from './dead-letter.ts';

/**
 * What becomes of a key when one of its messages cannot be handled.
 *
 * `park-key`: the message is parked, and later ones of its key are parked behind it until it is redriven or dropped.
 * `block`: the message stays at the head of its key, which waits for it for days before the key is parked.
 * `skip`: the message goes to the dead letters, and later ones of its key go on.
 */
export type OnPoison = 'park-key' | 'block' | 'skip';

/** An SQS queue: what it takes from topics, what is sent to it directly, and where its failures go. */
export interface QueueDefinition {
  readonly fifo: boolean;
  readonly from: Readonly<Record<string, readonly EventType[]>>;
  readonly accepts: readonly EventType[];
  readonly answers: readonly EventType[];
  readonly retentionDays: number;
  readonly deadLetter: DeadLetter;
  readonly onPoison: OnPoison;
}

/** What describes a queue. */
export interface QueueOptions {
  /** Keeps the order per key. @default false */
  readonly fifo?: boolean;
  /** Event types taken from topics, by the topic's name in the definition. @default none */
  readonly from?: Readonly<Record<string, readonly EventType[]>>;
  /** Types sent straight to this queue (commands and replies); this is their home. @default none */
  readonly accepts?: readonly EventType[];
  /**
   * Replies that come here instead of to their home, when the request named this queue as its reply address and whoever
   * replies names it in `repliesTo`. @default none
   */
  readonly answers?: readonly EventType[];
  /** Days an unread message is kept, 1 to 14. @default 4 */
  readonly retentionDays?: number;
  /** Required, because forgetting it loses messages: `deadLetter()` or `noDeadLetter(reason)`. */
  readonly deadLetter: DeadLetter;
  /** Only a FIFO queue has an order to keep. @default 'park-key' for a FIFO queue with dead letters, else 'skip' */
  readonly onPoison?: OnPoison;
}

/** Declares a queue. */
export function queue(options: QueueOptions): QueueDefinition {
  const { fifo = false, deadLetter } = options;
  return {
    fifo,
    from: options.from ?? {},
    accepts: options.accepts ?? [],
    answers: options.answers ?? [],
    retentionDays: options.retentionDays ?? 4,
    deadLetter,
    onPoison: options.onPoison ?? usualOnPoison(fifo, deadLetter),
  };
}

function usualOnPoison(fifo: boolean, { kind }: DeadLetter): OnPoison {
  return fifo && kind === 'queue' ? 'park-key' : 'skip';
}

/** Every type that can arrive in a queue. */
export function arrivalsOf(definition: QueueDefinition): readonly EventType[] {
  const { from, accepts, answers } = definition;
  return [...Object.values(from).flat(), ...accepts, ...answers.filter((type) => !accepts.includes(type))];
}
