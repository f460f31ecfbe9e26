import type { OutgoingMessage } from '../ports/publisher.ts';
import type { DeadLetter } from './dead-letter.ts';
import { letterCopies } from './letter-copies.ts';
import type { RedriveDependencies } from './redrive-lines.ts';
import type { LetterLeft, RedriveRequest, RedriveResult } from './redrive.ts';
import { defaultPerSecond, lettersAtOnce } from './send-copies.ts';

/**
 * Sends the letters of a queue whose consumer keeps no order of parked keys back to it; each leaves its line once the
 * queue has taken it.
 *
 * Cut off in between, a letter is sent again by the next redrive, under the message id that it always had. Letters of
 * one key are sent in order, one at a time.
 */
export function createLooseRedrive(
  dependencies: Omit<RedriveDependencies, 'patienceMs'>,
): (request: RedriveRequest) => Promise<RedriveResult> {
  const { lines, faultOf, perSecond = defaultPerSecond } = dependencies;
  const atOnce = lettersAtOnce(perSecond);
  return async (request) => {
    const result = { sent: 0, done: 0, failed: [] as LetterLeft[], heldBack: [], waiting: [] };
    let some: DeadLetter[] = [];
    for (const { key } of await lines.lines()) {
      for (const letter of (await lines.letters(key)).filter(request.selects)) {
        const fault = await faultOf(letter.body);
        if (fault === undefined) {
          some.push(letter);
        } else {
          result.failed.push({ key, id: letter.id, reason: fault });
        }
        if (some.length === atOnce) {
          await sendSome(dependencies, request, { result, some });
          some = [];
        }
        if (request.signal.aborted) {
          return result;
        }
      }
    }
    await sendSome(dependencies, request, { result, some });
    return result;
  };
}

interface Tally {
  sent: number;
  done: number;
  readonly failed: LetterLeft[];
}

async function sendSome(
  { lines, sender, ids, clock, sleep, perSecond = defaultPerSecond }: Omit<RedriveDependencies, 'patienceMs'>,
  { by, onProgress }: RedriveRequest,
  { result, some }: { readonly result: RedriveResult & Tally; readonly some: readonly DeadLetter[] },
): Promise<void> {
  const copies = looseCopies(some, ids.next());
  const { failed } = await sender.publish(copies);
  const reasons = new Map(failed.map(({ id, reason }) => [id, reason]));
  for (const [place, { key, id, body }] of some.entries()) {
    const reason = reasons.get(copies[place]?.id ?? '');
    if (reason !== undefined) {
      result.failed.push({ key, id, reason });
      continue;
    }
    result.sent += 1;
    const audit = { id: ids.next(), action: 'redrive', by, at: clock.now(), key, letters: [id], before: body } as const;
    result.done += (await lines.remove(id, audit)) ? 1 : 0;
  }
  onProgress?.(result);
  await sleep((some.length / perSecond) * 1000);
}

/** Without the mark of a redrive: their consumer handles them as any other message. */
function looseCopies(letters: readonly DeadLetter[], token: string): readonly OutgoingMessage[] {
  return letterCopies(letters, token).map(({ id, type, key, body }) => ({ id, type, key, body }));
}
