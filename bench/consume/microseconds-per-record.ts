import type { SQSEvent } from 'aws-lambda';
import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import type { Contestant } from './contestants.ts';

/** Microseconds that a contestant takes for each record of some batches. */
export async function microsecondsPerRecord(events: readonly SQSEvent[], contestant: Contestant): Promise<number> {
  const start = performance.now();
  for (const event of events) {
    await contestant(event);
  }
  const records = events.reduce((sum, { Records }) => sum + Records.length, 0);
  return ((performance.now() - start) * 1000) / records;
}

/**
 * Lets a contestant handle one batch before it is measured.
 *
 * @throws PipelineError `batch-failed` when it fails a record: it would be fast for the wrong reason.
 */
export async function refuseFailures(event: SQSEvent, contestant: Contestant): Promise<void> {
  const { batchItemFailures } = await contestant(event);
  if (batchItemFailures.length > 0) {
    throw new PipelineError(`a contestant must handle every record, got ${batchItemFailures.length} failed`, {
      code: 'batch-failed',
    });
  }
}
