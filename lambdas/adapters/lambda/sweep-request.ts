import * as z from 'zod/mini';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';

/** What whoever invokes the sweeper can ask for; a schedule asks for nothing. */
export interface SweepRequest {
  /** Whole seconds, 0 to 86400, that a message may wait for the relay in this run. @default the definition's */
  readonly graceSeconds?: number | undefined;
}

const schema = z.object({ graceSeconds: z.optional(z.int().check(z.gte(0), z.lte(86_400))) });

/**
 * Reads what an invocation of the sweeper asks for: after an outage, `{ "graceSeconds": 0 }` sweeps at once.
 *
 * Fields that it does not know, such as those of a scheduled event, are left alone.
 *
 * @throws PipelineError `input-invalid` for a grace out of its range.
 */
export function sweepRequest(event: unknown): SweepRequest {
  const parsed = schema.safeParse(event ?? {});
  if (!parsed.success) {
    throw new PipelineError('a sweep must be asked for with graceSeconds of 0 to 86400, or with nothing', {
      code: 'input-invalid',
      cause: parsed.error,
    });
  }
  return parsed.data;
}
