import { PipelineError } from './errors/pipeline-error.ts';

/** A span of time as it is written in a definition; its parts add up. */
export interface Duration {
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
  readonly seconds?: number;
}

/** Whole seconds in a day. */
const secondsPerDay = 86_400;

/**
 * The seconds of a span of time.
 *
 * @throws PipelineError `definition-invalid` unless they are a whole number of at least 0.
 */
export function durationSeconds({ days = 0, hours = 0, minutes = 0, seconds = 0 }: Duration): number {
  const total = days * secondsPerDay + hours * 3600 + minutes * 60 + seconds;
  if (!Number.isSafeInteger(total) || total < 0) {
    throw new PipelineError(`a duration must be a whole number of seconds of at least 0, got ${total}`, {
      code: 'definition-invalid',
    });
  }
  return total;
}
