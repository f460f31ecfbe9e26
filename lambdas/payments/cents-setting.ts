import { PipelineError } from '../contracts/errors/pipeline-error.ts';

/**
 * Reads the limit above which payments are declined.
 *
 * @throws PipelineError `environment-invalid` unless it is a whole number of cents.
 */
export function centsSetting(value: string): number {
  if (!/^\d{1,12}$/.test(value)) {
    throw new PipelineError(`DECLINE_ABOVE_CENTS must be a whole number of cents, got "${value}"`, {
      code: 'environment-invalid',
    });
  }
  return Number(value);
}
