import { letterType } from '../../lambdas/core/dead-letter/letter-type.ts';
import type { DeadLetter } from '../../lambdas/core/dead-letter/dead-letter.ts';
import { durationOption } from '../command/option-values.ts';
import type { OptionTypes, ParsedOptions } from '../command/parse-options.ts';

/** Which letters an operator means: those of which everything that is given holds. */
export interface LetterFilter {
  /** One of them; empty: any. */
  readonly ids: readonly string[];
  /** One of them; empty: any. */
  readonly keys: readonly string[];
  readonly type: string | undefined;
  /** Part of the reason, capitals or not. */
  readonly reason: string | undefined;
  /** Milliseconds since it was parked. */
  readonly olderThanMs: number | undefined;
}

/** The options that make a filter. */
export const filterOptions = {
  id: { type: 'string', multiple: true },
  key: { type: 'string', multiple: true },
  type: { type: 'string' },
  reason: { type: 'string' },
  'older-than': { type: 'string' },
} as const satisfies OptionTypes;

/** What `--help` says of them. */
export const filterHelp = `  --id ID               a letter; may be repeated
  --key KEY             the letters of a key; may be repeated
  --type TYPE           letters of a message type
  --reason TEXT         letters whose reason contains the text
  --older-than TIME     letters parked longer ago than 90s, 15m, 1h or 2d`;

/**
 * The filter that the options give.
 *
 * @throws PipelineError `input-invalid` for a time that cannot be read.
 */
export function letterFilter(options: ParsedOptions): LetterFilter {
  return {
    ids: options.texts('id'),
    keys: options.texts('key'),
    type: options.text('type'),
    reason: options.text('reason'),
    olderThanMs: durationOption(options, 'older-than'),
  };
}

/** Whether a filter leaves nothing out. */
export function selectsAll({ ids, keys, type, reason, olderThanMs }: LetterFilter): boolean {
  return ids.length + keys.length === 0 && (type ?? reason ?? olderThanMs) === undefined;
}

/** Tells the letters that a filter means; `now` in milliseconds since the epoch. */
export function letterSelector(filter: LetterFilter, now: number): (letter: DeadLetter) => boolean {
  const { ids, keys, type, reason, olderThanMs } = filter;
  const tests: ((letter: DeadLetter) => boolean)[] = [];
  if (ids.length > 0) {
    const wanted = new Set(ids);
    tests.push(({ id }) => wanted.has(id));
  }
  if (keys.length > 0) {
    const wanted = new Set(keys);
    tests.push(({ key }) => wanted.has(key));
  }
  if (type !== undefined) {
    tests.push(({ body }) => letterType(body) === type);
  }
  if (reason !== undefined) {
    const part = reason.toLowerCase();
    tests.push((letter) => letter.reason.toLowerCase().includes(part));
  }
  if (olderThanMs !== undefined) {
    tests.push(({ parkedAt }) => now - parkedAt > olderThanMs);
  }
  return (letter) => tests.every((test) => test(letter));
}
