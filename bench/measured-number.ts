import * as z from 'zod/mini';
import { PipelineError } from '../lambdas/contracts/errors/pipeline-error.ts';

const MeasuredNumber = z.pipe(z.string().check(z.regex(/^\d+(\.\d+)?$/)), z.transform(Number));

/**
 * Reads the one number that a measured process reports.
 *
 * @throws PipelineError `backend-failed` for anything else, so that a process that reported nothing does not count as 0.
 */
export function measuredNumber(text: string): number {
  const parsed = MeasuredNumber.safeParse(text);
  if (!parsed.success) {
    throw new PipelineError(`a measured process must report one number, got ${JSON.stringify(text.slice(0, 40))}`, {
      code: 'backend-failed',
    });
  }
  return parsed.data;
}
