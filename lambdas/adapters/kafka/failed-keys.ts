import type { OutgoingMessage, PublishResult } from '../../core/ports/publisher.ts';
import { heldBack } from '../../core/publish/held-back.ts';

/** What has failed of one publish, and which keys are held back by it. */
export interface FailedKeys {
  /** Fails a message, and reports it as held back when an earlier one of its key has failed. */
  fail(message: OutgoingMessage, reason: string): void;
  /** Whether the message may still be sent; it is failed otherwise. */
  admits(message: OutgoingMessage): boolean;
  failed(): PublishResult['failed'];
}

/** Starts with no failure. */
export function createFailedKeys(): FailedKeys {
  const failed: PublishResult['failed'][number][] = [];
  const firstOf = new Map<string, string>();
  const fail = ({ id, key }: OutgoingMessage, reason: string): void => {
    const earlier = firstOf.get(key);
    failed.push({ id, reason: earlier === undefined ? reason : heldBack(earlier) });
    if (earlier === undefined) {
      firstOf.set(key, id);
    }
  };
  return {
    fail,
    admits: (message) => {
      const free = !firstOf.has(message.key);
      if (!free) {
        fail(message, '');
      }
      return free;
    },
    failed: () => failed,
  };
}
