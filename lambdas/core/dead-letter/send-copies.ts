import { messageLimits } from '../../contracts/message-limits.ts';
import type { OutgoingMessage, Publisher } from '../ports/publisher.ts';
import type { RedriveRun } from './watch-lines.ts';

/** What sending copies works with. */
export interface SendCopiesDependencies {
  /** Sends to the queue that the letters came from. */
  readonly sender: Publisher;
  /** Resolves after so many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Copies a second. @default defaultPerSecond */
  readonly perSecond?: number;
}

/** Letters a second, unless another pace is asked for. */
export const defaultPerSecond = 100;

/**
 * How many letters are sent before the next pause: what one call takes, and no more than a second's worth, so that a low
 * pace is even and an interruption is heard within a second.
 */
export function lettersAtOnce(perSecond: number): number {
  return Math.min(messageLimits.batchEntries, Math.max(Math.floor(perSecond), 1));
}

/**
 * Sends copies at the pace asked for; tells of those that were not taken and answers the ids of their letters.
 *
 * Behind a copy that its queue refuses no other of its key is sent.
 */
export async function sendCopies(
  { sender, sleep, perSecond = defaultPerSecond }: SendCopiesDependencies,
  run: RedriveRun,
  copies: readonly OutgoingMessage[],
): Promise<ReadonlySet<string>> {
  const untaken = new Set<string>();
  const stopped = new Set<string>();
  const atOnce = lettersAtOnce(perSecond);
  for (let from = 0; from < copies.length; from += atOnce) {
    const some = copies.slice(from, from + atOnce);
    if (run.request.signal.aborted) {
      leave(run.tally.waiting, untaken, { copies: some, reasonOf: () => 'not sent: interrupted' });
      continue;
    }
    const sendable = some.filter(({ key }) => !stopped.has(key));
    const { failed } = await sender.publish(sendable);
    const reasons = new Map(failed.map(({ id, reason }) => [id, reason]));
    const left = some.filter(({ id, key }) => reasons.has(id) || stopped.has(key));
    left.forEach(({ key }) => stopped.add(key));
    leave(run.tally.failed, untaken, {
      copies: left,
      reasonOf: (id) => reasons.get(id) ?? 'behind one that was not taken',
    });
    run.tally.sent += sendable.length - failed.length;
    run.request.onProgress?.(run.tally);
    await sleep((some.length / perSecond) * 1000);
  }
  return untaken;
}

function leave(
  told: RedriveRun['tally']['failed'],
  untaken: Set<string>,
  { copies, reasonOf }: { readonly copies: readonly OutgoingMessage[]; readonly reasonOf: (id: string) => string },
): void {
  for (const { id, key, redrive } of copies) {
    const letter = redrive?.letter ?? id;
    untaken.add(letter);
    told.push({ key, id: letter, reason: reasonOf(id) });
  }
}
