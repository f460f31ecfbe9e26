import type { DeadLetterLines } from '../../../lambdas/core/dead-letter/dead-letter-lines.ts';
import { letterCopies } from '../../../lambdas/core/dead-letter/letter-copies.ts';
import type { OutgoingMessage } from '../../../lambdas/core/ports/publisher.ts';
import type { Mutation } from './mutation.ts';

/** Consumers do not look whether the key of a message is parked. */
export function overtaking(lines: DeadLetterLines): DeadLetterLines {
  return { ...lines, anyParked: () => Promise.resolve(false) };
}

/** A message that could not be parked counts as parked. */
export function forgetting(lines: DeadLetterLines): DeadLetterLines {
  return { ...lines, park: (letter) => lines.park(letter).catch(() => undefined) };
}

/** The copies of a line are sent from its end, each as the next one. */
export const reversed: NonNullable<Mutation['publisher']> = (publisher, role) =>
  role === 'operator' ? { publish: (messages) => publisher.publish(chained(messages.toReversed())) } : publisher;

function chained(messages: readonly OutgoingMessage[]): readonly OutgoingMessage[] {
  const reached = new Map<string, number>();
  return messages.map((message) => {
    const previous = reached.get(message.key) ?? 0;
    if (message.redrive === undefined) {
      return message;
    }
    reached.set(message.key, message.redrive.position);
    return { ...message, redrive: { ...message.redrive, previous } };
  });
}

/** A letter leaves its line, and is sent then. */
export const takesOutFirst: NonNullable<Mutation['lineRedrive']> =
  ({ lines, sender, ids, clock }) =>
  async ({ by }) => {
    for (const { key } of await lines.lines()) {
      for (const letter of await lines.letters(key)) {
        const token = ids.next();
        await lines.remove(letter.id, { id: token, action: 'redrive', by, at: clock.now(), key, letters: [letter.id] });
        await sender.publish(letterCopies([letter], token).map(({ id, type, body }) => ({ id, type, key, body })));
      }
    }
    return { sent: 0, done: 0, failed: [], heldBack: [], waiting: [] };
  };
