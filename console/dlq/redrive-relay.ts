import type { DeadLetter } from '../../lambdas/core/dead-letter/dead-letter.ts';
import type { SweepResult } from '../../lambdas/core/outbox/outbox-sweeper.ts';
import { counted } from '../command/counted.ts';
import type { DlqRun } from './dlq-command.ts';
import { lettersOf } from './letters-of.ts';
import type { RelayFailures } from './operations.ts';

/** What became of the pointers to stream records. */
export interface RelayRedrive {
  readonly queue: string;
  /** Pointers selected when it began. */
  readonly matched: number;
  /** Messages that the sweeper published. */
  readonly published: number;
  /** Pointers that were dropped because everything is published. */
  readonly done: number;
  /** Why something may still be unpublished; undefined when nothing is. */
  readonly left: string | undefined;
}

/** Runs of the sweeper: one alone may end for want of time, or meet another one at work. */
const mostSweeps = 20;

/** Milliseconds between two runs. */
const betweenMs = 1000;

/**
 * Lets the sweeper publish what the relay did not, and drops the pointers once nothing waits any more.
 *
 * A pointer says which records failed, not what was in them, and the stream forgets them after a day; what they held is
 * in the outbox of its item until it is published.
 */
export async function redriveRelay(
  relay: RelayFailures,
  run: DlqRun,
  selects: (letter: DeadLetter) => boolean,
): Promise<RelayRedrive> {
  const pointers = (await lettersOf(relay.lines)).filter(selects);
  const none = { queue: relay.name, matched: pointers.length, published: 0, done: 0 };
  if (pointers.length === 0) {
    return { ...none, left: undefined };
  }
  const { published, left } = await sweepAll(relay, run);
  const done = left === undefined ? await dropAll(relay, run, pointers) : 0;
  return { ...none, published, done, left };
}

async function sweepAll(
  { sweep }: RelayFailures,
  { operations, signal, progress }: DlqRun,
): Promise<Pick<RelayRedrive, 'published' | 'left'>> {
  let published = 0;
  let left: string | undefined = 'no run of the sweeper came to an end';
  for (let run = 1; run <= mostSweeps && left !== undefined && !signal.aborted; run += 1) {
    if (run > 1) {
      await operations.sleep(betweenMs);
    }
    const result = await sweep();
    published += result.published;
    left = leftBy(result);
    progress.write(`relay: ${counted(published, 'message')} published after ${counted(run, 'sweep')}\n`);
  }
  return { published, left };
}

function leftBy({ messages, published, failed, taken, finished }: SweepResult): string | undefined {
  if (published < messages) {
    return `${messages - published} of ${messages} messages found were not published`;
  }
  if (failed > 0) {
    return `${counted(failed, 'shard')} could not be swept`;
  }
  if (taken > 0) {
    return `another sweeper was at work at ${counted(taken, 'shard')}`;
  }
  return finished ? undefined : 'the sweeper ran out of time';
}

async function dropAll(
  { lines }: RelayFailures,
  { operations, by }: DlqRun,
  pointers: readonly DeadLetter[],
): Promise<number> {
  let done = 0;
  for (const { id, key, body } of pointers) {
    const audit = { id: operations.ids.next(), action: 'redrive', by, at: operations.clock.now() } as const;
    done += (await lines.remove(id, { ...audit, key, letters: [id], before: body })) ? 1 : 0;
  }
  return done;
}
