import type { Clock } from '../ports/clock.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { DeadLetterLine } from './dead-letter.ts';
import type { DeadLetterLines } from './dead-letter-lines.ts';
import { letterCopies } from './letter-copies.ts';
import { redrivableLetters } from './redrivable-letters.ts';
import type { RedriveRequest, RedriveResult } from './redrive.ts';
import { type SendCopiesDependencies, sendCopies } from './send-copies.ts';
import { type RedriveRun, type RedriveTally, type SentLine, watchLines } from './watch-lines.ts';

/** What a redrive works with. */
export interface RedriveDependencies extends SendCopiesDependencies {
  readonly lines: DeadLetterLines;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Why the consumer could not read a body; undefined when it can. */
  readonly faultOf: (body: string) => Promise<string | undefined>;
  /** Milliseconds without any progress of a line after which it is left to its consumer. @default 120000 */
  readonly patienceMs?: number;
}

/** Lines that are worked through at the same time: their letters are in memory together. */
const linesAtOnce = 50;

/**
 * Sends the letters of a queue whose consumer keeps the order of parked keys back to it, and sees them leave their
 * lines.
 *
 * The letters stay in their lines until the consumer has handled their copies in turn; what is parked behind them
 * meanwhile is sent as well. So it may be cut off at any time, and run twice: a later redrive of a key takes over, and
 * the copies of the earlier one count no more.
 */
export function createLineRedrive(
  dependencies: RedriveDependencies,
): (request: RedriveRequest) => Promise<RedriveResult> {
  return async (request) => {
    const tally: RedriveTally = { sent: 0, done: 0, failed: [], heldBack: [], waiting: [] };
    const lines = await dependencies.lines.lines();
    for (let from = 0; from < lines.length && !request.signal.aborted; from += linesAtOnce) {
      await redriveSome(dependencies, { request, tally }, lines.slice(from, from + linesAtOnce));
    }
    return tally;
  };
}

/** Round after round, because letters may be parked behind those that are on their way. */
async function redriveSome(
  dependencies: RedriveDependencies,
  run: RedriveRun,
  lines: readonly DeadLetterLine[],
): Promise<void> {
  let keys: readonly string[] = lines.map(({ key }) => key);
  while (keys.length > 0 && !run.request.signal.aborted) {
    keys = await watchLines(dependencies, run, await sendHeads(dependencies, run, keys));
  }
}

/** Begins a redrive of each key and sends what may be sent; tells of a key of which nothing may. */
async function sendHeads(
  dependencies: RedriveDependencies,
  run: RedriveRun,
  keys: readonly string[],
): Promise<readonly SentLine[]> {
  const { lines, faultOf } = dependencies;
  const sent: SentLine[] = [];
  for (const key of keys) {
    const found = await redrivableLetters(await lines.letters(key), { selects: run.request.selects, faultOf });
    const begun = await begin(dependencies, run.request.by, { key, letters: found.sendable });
    if (begun === undefined) {
      run.tally.failed.push(...found.failed);
      run.tally.heldBack.push(...found.heldBack);
    } else {
      sent.push(begun);
    }
  }
  const untaken = await sendCopies(
    dependencies,
    run,
    sent.flatMap(({ letters, token }) => letterCopies(letters, token)),
  );
  return sent
    .map((line) => ({ ...line, letters: line.letters.filter(({ id }) => !untaken.has(id)) }))
    .filter(({ letters }) => letters.length > 0);
}

async function begin(
  { lines, ids, clock }: RedriveDependencies,
  by: string,
  { key, letters }: Pick<SentLine, 'key' | 'letters'>,
): Promise<SentLine | undefined> {
  if (letters.length === 0) {
    return undefined;
  }
  const token = ids.next();
  const at = clock.now();
  const audit = { id: token, action: 'redrive', by, at, key, letters: letters.map(({ id }) => id) } as const;
  const begun = await lines.beginRedrive(token, audit);
  return begun ? { key, token, letters, reached: 0, movedAt: at } : undefined;
}
