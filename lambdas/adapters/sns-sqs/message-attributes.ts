import type { OutgoingMessage } from '../../core/ports/publisher.ts';

/**
 * What is readable beside the body: `type`, by which subscriptions filter, and `id`.
 *
 * At most 10 are allowed with raw delivery.
 */
export function messageAttributes({ type, id }: OutgoingMessage): Readonly<Record<string, string>> {
  return { type, id };
}
