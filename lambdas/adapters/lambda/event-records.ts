import { PipelineError } from '../../contracts/errors/pipeline-error.ts';

/**
 * The records of an event, each still to be parsed on its own.
 *
 * @throws PipelineError `input-invalid` when the event has no list of records: nothing in it can be named as failed,
 * so the whole invocation has to fail.
 */
export function eventRecords(event: unknown): readonly unknown[] {
  if (typeof event === 'object' && event !== null && 'Records' in event && Array.isArray(event.Records)) {
    return event.Records;
  }
  throw new PipelineError(`an event must have a list of records, got ${typeof event}`, { code: 'input-invalid' });
}
