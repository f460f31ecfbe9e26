import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import type { ParsedOptions } from './parse-options.ts';

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Milliseconds of an option such as `90s`, `15m`, `1h` or `2d`; undefined when it is not given.
 *
 * @throws PipelineError `input-invalid` for anything else.
 */
export function durationOption(options: ParsedOptions, name: string): number | undefined {
  const text = options.text(name);
  if (text === undefined) {
    return undefined;
  }
  const [, count, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const milliseconds = unitMs[unit];
  if (count === undefined || milliseconds === undefined) {
    throw new PipelineError(`--${name} must be a time such as 90s, 15m, 1h or 2d, got "${text}"`, {
      code: 'input-invalid',
    });
  }
  return Number(count) * milliseconds;
}

/**
 * A whole number of at least 1; undefined when the option is not given.
 *
 * @throws PipelineError `input-invalid` for anything else.
 */
export function countOption(options: ParsedOptions, name: string): number | undefined {
  const text = options.text(name);
  if (text === undefined) {
    return undefined;
  }
  if (!/^[1-9]\d{0,8}$/.test(text)) {
    throw new PipelineError(`--${name} must be a whole number of at least 1, got "${text}"`, { code: 'input-invalid' });
  }
  return Number(text);
}

/**
 * The words of a command, one for each name.
 *
 * @throws PipelineError `input-invalid` when some are missing or too many.
 */
export function wordsOf({ words }: ParsedOptions, names: readonly string[]): readonly string[] {
  if (words.length !== names.length) {
    throw new PipelineError(`the command must be given ${names.join(' and ')}, got ${words.join(' ') || 'nothing'}`, {
      code: 'input-invalid',
    });
  }
  return words;
}
