import { deadLetterPartition } from '../../contracts/dead-letter-partition.ts';
import type { Backoff } from '../ports/backoff.ts';
import type { Clock } from '../ports/clock.ts';
import type { ItemStore } from '../ports/item-store.ts';
import type { AuditRecord } from './audit-record.ts';
import { type LineChange, changeLine } from './change-line.ts';
import type { DeadLetter, DeadLetterLine, NewDeadLetter } from './dead-letter.ts';
import { correction, departure, parking, redriveStart, rejection } from './line-changes.ts';
import { dropBody, keepBody, readBody } from './letter-body.ts';
import {
  type StoredLine,
  keyCountKey,
  letterFacts,
  letterKey,
  letterPartition,
  letterPrefix,
  lineKey,
  lineOf,
  linePrefix,
} from './line-items.ts';
import type { RedriveMark } from '../../contracts/events/redrive-mark.ts';

/** The dead letters of one queue, in a line for each key. */
export interface DeadLetterLines {
  readonly queue: string;
  /** Whether any key is parked; one read, which is all that a batch costs while none is. */
  anyParked(): Promise<boolean>;
  line(key: string): Promise<DeadLetterLine | undefined>;
  /** Every line of the queue, by key. */
  lines(): Promise<readonly DeadLetterLine[]>;
  /** The letters of a key in the order in which they were parked. */
  letters(key: string): Promise<readonly DeadLetter[]>;
  /** Puts a letter at the end of the line of its key; one that is there already stays as it is. */
  park(letter: NewDeadLetter): Promise<void>;
  /**
   * The copy of a letter was handled: the letter leaves its line, and an empty line ends. False when the redrive that
   * sent the copy has ended.
   */
  settle(key: string, mark: RedriveMark): Promise<boolean>;
  /** The copy of a letter failed for good: the letter stays with the new reason, and its redrive ends. */
  reject(
    key: string,
    mark: RedriveMark,
    failure: { readonly reason: string; readonly receiveCount: number },
  ): Promise<void>;
  /** Begins a redrive of the line of a key, in place of any that is under way. False when there is no line. */
  beginRedrive(token: string, audit: AuditRecord): Promise<boolean>;
  /** Takes a letter out of its line and ends a redrive that is under way. False when it is not there. */
  remove(id: string, audit: AuditRecord): Promise<boolean>;
  /** Gives a letter another body and ends a redrive that is under way. False when it is not there. */
  correct(id: string, body: string, audit: AuditRecord): Promise<boolean>;
}

/** What lines work with. */
export interface DeadLetterLinesDependencies {
  readonly items: ItemStore;
  readonly clock: Clock;
  readonly backoff: Backoff;
  /** The queue's name in the definition. */
  readonly queue: string;
}

/**
 * Creates the lines of one queue.
 *
 * A line and its letters change in one transaction, so that a reader never sees one without the other. Methods throw
 * what the store throws, and PipelineError `store-conflict` (retryable) when others changed the line at every try.
 */
export function createDeadLetterLines(dependencies: DeadLetterLinesDependencies): DeadLetterLines {
  const { items, queue } = dependencies;
  return {
    queue,
    anyParked: async () => Number((await items.get(keyCountKey(queue)))?.attributes['keys'] ?? 0) > 0,
    line: async (key) => {
      const item = await items.get(lineKey(queue, key));
      return item === undefined ? undefined : lineOf(item);
    },
    lines: async () => {
      const found = await items.query({ partition: deadLetterPartition(queue), sortPrefix: linePrefix });
      return found.map(lineOf);
    },
    letters: (key) => lettersOf(dependencies, key),
    park: (letter) => park(dependencies, letter),
    ...redriveOf(dependencies),
    ...operationsOf(dependencies),
  };
}

async function lettersOf({ items, queue }: DeadLetterLinesDependencies, key: string): Promise<readonly DeadLetter[]> {
  const partition = letterPartition(queue, key);
  const found = await items.query({ partition, sortPrefix: letterPrefix });
  const letters = found.map(async (item) => ({
    ...letterFacts(key, item),
    body: await readBody(items, partition, item.attributes),
  }));
  return (await Promise.all(letters)).sort((one, other) => one.position - other.position);
}

async function park(
  dependencies: DeadLetterLinesDependencies,
  { body: text, ...letter }: NewDeadLetter,
): Promise<void> {
  const { items, queue, clock } = dependencies;
  const partition = letterPartition(queue, letter.key);
  const body = await keepBody(items, { partition, name: letter.id, body: text });
  await changeLine(dependencies, letter.key, (at) => parking({ queue, at, letter, body, parkedAt: clock.now() }));
}

/** What the consumer says about the copies that a redrive sent it. */
function redriveOf(dependencies: DeadLetterLinesDependencies): Pick<DeadLetterLines, 'settle' | 'reject'> {
  const { queue } = dependencies;
  return {
    settle: (key, mark) =>
      leave(dependencies, { key, id: mark.letter }, (at) =>
        isCurrent(at, mark) ? departure({ queue, at, letter: mark.letter, reached: mark.position }) : undefined,
      ),
    reject: async (key, mark, failure) => {
      await changeLine(dependencies, key, (at) =>
        isCurrent(at, mark) ? rejection({ queue, at, letter: mark.letter, ...failure }) : undefined,
      );
    },
  };
}

/** What an operator does. */
function operationsOf(
  dependencies: DeadLetterLinesDependencies,
): Pick<DeadLetterLines, 'beginRedrive' | 'remove' | 'correct'> {
  const { items, queue } = dependencies;
  return {
    beginRedrive: (token, audit) =>
      changeLine(dependencies, audit.key, (at) => at && redriveStart({ queue, at, token, audit })),
    remove: (id, audit) =>
      leave(dependencies, { key: audit.key, id }, (at) => at && departure({ queue, at, letter: id, audit })),
    correct: async (id, text, audit) => {
      const partition = letterPartition(queue, audit.key);
      const letter = await items.get(letterKey(queue, audit.key, id));
      const body = await keepBody(items, { partition, name: `${id}#${audit.id}`, body: text });
      const change = (at: StoredLine | undefined): LineChange | undefined =>
        at && correction({ queue, at, letter: id, body, audit });
      const corrected = await changeLine(dependencies, audit.key, change);
      await dropBody(items, partition, corrected ? (letter?.attributes ?? {}) : body);
      return corrected;
    },
  };
}

/** A letter leaves its line, and what was kept of its body beside it goes too. */
async function leave(
  dependencies: DeadLetterLinesDependencies,
  { key, id }: { readonly key: string; readonly id: string },
  changed: Parameters<typeof changeLine>[2],
): Promise<boolean> {
  const { items, queue } = dependencies;
  const letter = await items.get(letterKey(queue, key, id));
  const left = await changeLine(dependencies, key, changed);
  if (left && letter !== undefined) {
    await dropBody(items, letterPartition(queue, key), letter.attributes);
  }
  return left;
}

function isCurrent<Line extends DeadLetterLine>(at: Line | undefined, { token }: RedriveMark): at is Line {
  return at?.redrive?.token === token;
}
