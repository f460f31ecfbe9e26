import type { OutgoingMessage } from './publisher.ts';

/**
 * Sends messages at a later time.
 *
 * A message is sent once or more often, at its time or up to a minute later, with the id that it has; one that was
 * handed over cannot be taken back, so whoever receives it must judge whether it still matters.
 */
export interface Schedules {
  /**
   * Resolves once the message is durably kept for its time; handing over the same id again changes nothing.
   *
   * @throws PipelineError `store-unavailable` (retryable) when it cannot be kept now, `input-invalid` when never.
   */
  schedule(message: OutgoingMessage, dueAt: number): Promise<void>;
}
