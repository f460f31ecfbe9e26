/** What happens to a message that keeps failing: a dead-letter queue, or a reason in writing for having none. */
export type DeadLetter =
  | { readonly kind: 'queue'; readonly maxReceiveCount: number; readonly retentionDays: number }
  | { readonly kind: 'none'; readonly reason: string };

/** How long and how often. */
export interface DeadLetterOptions {
  /** Receives before a message is moved, 1 to 1000. @default 5 */
  readonly maxReceiveCount?: number;
  /** Days a dead letter is kept, 1 to 14; must exceed the source's retention. @default 14 */
  readonly retentionDays?: number;
}

/** A dead-letter queue of the same kind (FIFO or standard) beside the queue. */
export function deadLetter(options: DeadLetterOptions = {}): DeadLetter {
  return {
    kind: 'queue',
    maxReceiveCount: options.maxReceiveCount ?? 5,
    retentionDays: options.retentionDays ?? 14,
  };
}

/** No dead-letter queue; the reason is shown wherever the definition is checked or drawn. */
export function noDeadLetter(reason: string): DeadLetter {
  return { kind: 'none', reason };
}
