import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { ItemChange } from '../../core/ports/item-change.ts';
import { itemOf, keyOf } from './item-of.ts';
import { fieldOf } from './field-of.ts';

/**
 * Reads one record of the table's stream in the shape in which a Lambda function gets it.
 *
 * The stream must carry new and old images: a record without either cannot be told from a deletion.
 *
 * @throws PipelineError `input-invalid` for anything else.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
export function itemChangeOf(record: unknown): ItemChange {
  const change = fieldOf(record, 'dynamodb');
  const sequence = fieldOf(change, 'SequenceNumber');
  if (typeof sequence !== 'string' || !/^\d+$/u.test(sequence)) {
    throw new PipelineError('a stream record must have a decimal sequence number', { code: 'input-invalid' });
  }
  const before = fieldOf(change, 'OldImage');
  const after = fieldOf(change, 'NewImage');
  if (before === undefined && after === undefined) {
    throw new PipelineError(`a stream record must carry an image, got none in ${sequence}`, { code: 'input-invalid' });
  }
  return {
    sequence,
    key: keyOf(fieldOf(change, 'Keys')),
    before: before === undefined ? undefined : itemOf(before),
    after: after === undefined ? undefined : itemOf(after),
  };
}
