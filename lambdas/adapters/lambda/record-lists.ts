import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { fieldOf } from '../dynamodb/field-of.ts';

/** Records that an event lists under one name, each still to be parsed on its own. */
export interface RecordList {
  readonly name: string;
  readonly records: readonly unknown[];
}

/**
 * The records of an event that has them in lists by name: the partitions of Kafka, the queues of RabbitMQ.
 *
 * @throws PipelineError `input-invalid` when the field holds anything else: nothing in it can be named as failed, so the
 * whole invocation has to fail.
 */
export function recordLists(event: unknown, field: string): readonly RecordList[] {
  const lists = fieldOf(event, field);
  if (typeof lists !== 'object' || lists === null) {
    throw new PipelineError(`an event must have ${field}, got ${typeof lists}`, { code: 'input-invalid' });
  }
  return Object.entries(lists).map(([name, records]: [string, unknown]) => {
    if (!Array.isArray(records)) {
      throw new PipelineError(`${field} must be lists of records, got ${typeof records} for "${name}"`, {
        code: 'input-invalid',
      });
    }
    return { name, records };
  });
}
