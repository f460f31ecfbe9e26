import { redriveAttribute, redriveText } from '../../contracts/events/redrive-mark.ts';
import type { OutgoingMessage } from '../../core/ports/publisher.ts';

/**
 * What is readable beside the body: `type`, by which subscriptions filter, `id`, and what a redrive says of a copy.
 *
 * At most 10 are allowed with raw delivery.
 */
export function messageAttributes({ type, id, redrive }: OutgoingMessage): Readonly<Record<string, string>> {
  return { type, id, ...(redrive && { [redriveAttribute]: redriveText(redrive) }) };
}
