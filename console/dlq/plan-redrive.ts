import type { DeadLetter } from '../../lambdas/core/dead-letter/dead-letter.ts';
import { letterFault } from '../../lambdas/core/dead-letter/letter-fault.ts';
import { redrivableLetters } from '../../lambdas/core/dead-letter/redrivable-letters.ts';
import type { LetterLeft } from '../../lambdas/core/dead-letter/redrive.ts';
import type { PayloadSource } from '../../lambdas/core/payload/whole-envelope.ts';
import { type LetterFacts, letterFacts } from './listing.ts';
import type { LetterQueue } from './operations.ts';

/** What a redrive would do. */
export interface RedrivePlan {
  /** In the order in which they would be sent. */
  readonly toSend: readonly LetterFacts[];
  /** Those that their consumer could not read. */
  readonly failed: readonly LetterLeft[];
  /** Those behind a letter that is not selected or cannot be read. */
  readonly heldBack: readonly LetterLeft[];
}

/**
 * Says what a redrive would do, by the rules that it goes by, and changes nothing.
 *
 * Where a queue keeps the order of parked keys, a letter goes only when all those before it go.
 */
export async function planRedrive(
  { lines, policy, types }: LetterQueue,
  { payloads, selects }: { readonly payloads: PayloadSource; readonly selects: (letter: DeadLetter) => boolean },
): Promise<RedrivePlan> {
  const faultOf = letterFault(types, payloads);
  const rules = { selects, faultOf };
  const plan = { toSend: [] as LetterFacts[], failed: [] as LetterLeft[], heldBack: [] as LetterLeft[] };
  for (const { key } of await lines.lines()) {
    const letters = await lines.letters(key);
    const found = policy === 'skip' ? await looseLetters(letters, rules) : await redrivableLetters(letters, rules);
    plan.toSend.push(...found.sendable.map(letterFacts));
    plan.failed.push(...found.failed);
    plan.heldBack.push(...found.heldBack);
  }
  return plan;
}

/** Without an order to keep, each letter is judged alone. */
async function looseLetters(
  letters: readonly DeadLetter[],
  { selects, faultOf }: Parameters<typeof redrivableLetters>[1],
): ReturnType<typeof redrivableLetters> {
  const sendable: DeadLetter[] = [];
  const failed: LetterLeft[] = [];
  for (const letter of letters.filter(selects)) {
    const fault = await faultOf(letter.body);
    if (fault === undefined) {
      sendable.push(letter);
    } else {
      failed.push({ key: letter.key, id: letter.id, reason: fault });
    }
  }
  return { sendable, failed, heldBack: [] };
}
