import type { Clock } from '../ports/clock.ts';
import type { DeadLetter, DeadLetterLine } from './dead-letter.ts';
import type { DeadLetterLines } from './dead-letter-lines.ts';
import type { LetterLeft, RedriveRequest } from './redrive.ts';

/** What a redrive has come to so far. */
export interface RedriveTally {
  sent: number;
  done: number;
  readonly failed: LetterLeft[];
  readonly heldBack: LetterLeft[];
  readonly waiting: LetterLeft[];
}

/** A redrive that is under way. */
export interface RedriveRun {
  readonly request: RedriveRequest;
  readonly tally: RedriveTally;
}

/** A line whose copies are on their way. */
export interface SentLine {
  readonly key: string;
  readonly token: string;
  readonly letters: readonly DeadLetter[];
  /** Position of the last letter that has left the line. */
  reached: number;
  /** When one left it the last time. */
  movedAt: number;
}

/** What watching works with. */
export interface WatchDependencies {
  readonly lines: Pick<DeadLetterLines, 'line' | 'letters'>;
  readonly clock: Clock;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Milliseconds without any progress of a line after which it is left to its consumer. @default 120000 */
  readonly patienceMs?: number;
}

const pollMs = 250;

/** Waits until each line has come to an end of some kind; answers the keys that have more to send. */
export async function watchLines(
  dependencies: WatchDependencies,
  run: RedriveRun,
  sent: readonly SentLine[],
): Promise<readonly string[]> {
  const again: string[] = [];
  for (let open = sent; open.length > 0;) {
    const still: SentLine[] = [];
    for (const line of open) {
      const state = await look(dependencies, run, line);
      if (state === 'open') {
        still.push(line);
      } else if (state === 'more') {
        again.push(line.key);
      }
    }
    open = still;
    if (open.length > 0) {
      await dependencies.sleep(pollMs);
    }
  }
  return again;
}

/** `more`: every copy is handled and something stands behind them. */
async function look(
  dependencies: WatchDependencies,
  run: RedriveRun,
  sent: SentLine,
): Promise<'open' | 'more' | 'ended'> {
  const line = await dependencies.lines.line(sent.key);
  const last = sent.letters.at(-1)?.position ?? 0;
  const reached = line === undefined ? last : reachedBy(line, sent);
  if (reached === undefined) {
    await tellEnded(dependencies, run, sent);
    return 'ended';
  }
  advance(run, sent, { reached, now: dependencies.clock.now() });
  if (reached >= last) {
    return line === undefined ? 'ended' : 'more';
  }
  return hasPatience(dependencies, run, sent) ? 'open' : tellWaiting(run, sent);
}

/** How far the redrive that sent the copies has come; undefined when it is no longer under way. */
function reachedBy({ redrive }: DeadLetterLine, { token }: SentLine): number | undefined {
  return redrive?.token === token ? redrive.reached : undefined;
}

function hasPatience(
  { clock, patienceMs = 120_000 }: WatchDependencies,
  { request }: RedriveRun,
  sent: SentLine,
): boolean {
  return !request.signal.aborted && clock.now() - sent.movedAt <= patienceMs;
}

function tellWaiting({ tally }: RedriveRun, { letters, reached }: SentLine): 'ended' {
  const waiting = letters.filter(({ position }) => position > reached);
  tally.waiting.push(...waiting.map((letter) => left(letter, 'sent, and not handled yet')));
  return 'ended';
}

/** Something has ended the redrive of a line: its head failed for good, or another operator was at work. */
async function tellEnded({ lines }: WatchDependencies, run: RedriveRun, sent: SentLine): Promise<void> {
  const { selects } = run.request;
  const [head, ...behind] = (await lines.letters(sent.key)).filter(selects);
  advance(run, sent, { reached: (head?.position ?? Infinity) - 1, now: sent.movedAt });
  if (head !== undefined) {
    run.tally.failed.push(left(head, head.reason));
    run.tally.heldBack.push(...behind.map((letter) => left(letter, `behind ${head.id}`)));
  }
}

function advance(
  { request, tally }: RedriveRun,
  sent: SentLine,
  { reached, now }: { readonly reached: number; readonly now: number },
): void {
  if (reached > sent.reached) {
    tally.done += sent.letters.filter(({ position }) => position > sent.reached && position <= reached).length;
    sent.reached = reached;
    sent.movedAt = now;
    request.onProgress?.(tally);
  }
}

function left({ key, id }: DeadLetter, reason: string): LetterLeft {
  return { key, id, reason };
}
