import type { DynamoDBBatchResponse } from 'aws-lambda';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { ItemChange } from '../../core/ports/item-change.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import { fieldOf } from '../dynamodb/field-of.ts';
import { eventRecords } from './event-records.ts';

/** What became of a batch of changes. */
export interface ChangesRead {
  /** The lowest sequence that is not done with; the batch is to be repeated from there. */
  readonly failedFrom: string | undefined;
}

/** What describes the handler of a table's stream. */
export interface StreamHandlerOptions {
  /** Takes changes in the order of the stream. */
  readonly read: (changes: readonly ItemChange[]) => Promise<ChangesRead>;
  readonly telemetry: Telemetry;
  /** Reads one record of the stream; throws when it cannot. */
  readonly changeOf: (record: unknown) => ItemChange;
}

/** A Lambda function behind a DynamoDB stream mapping that has `ReportBatchItemFailures` on. */
export type StreamHandler = (event: unknown) => Promise<DynamoDBBatchResponse>;

/**
 * Creates the handler of a table's stream: reads the changes in order and answers where the shard is to restart.
 *
 * A record that cannot be read is neither skipped nor passed: what lies before it is read and the shard restarts at
 * it, until the mapping's attempts are used up and its pointer goes to the on-failure destination.
 *
 * The handler throws PipelineError `input-invalid` for an event without records, and `batch-failed` when the record
 * at which to restart has no sequence number; then the whole batch is delivered again.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export function createStreamHandler(options: StreamHandlerOptions): StreamHandler {
  return async (event) => {
    try {
      const { changes, unreadable } = readableChanges(eventRecords(event), options);
      const failedFrom = (await done(changes, options)) ?? unreadable;
      if (failedFrom === '') {
        throw new PipelineError('an unreadable record must have a sequence number, got none', {
          code: 'batch-failed',
          retryable: true,
        });
      }
      return { batchItemFailures: failedFrom === undefined ? [] : [{ itemIdentifier: failedFrom }] };
    } finally {
      options.telemetry.flush();
    }
  };
}

/** The changes up to the first record that cannot be read, and that one's sequence number (empty: it has none). */
function readableChanges(
  records: readonly unknown[],
  { changeOf, telemetry }: StreamHandlerOptions,
): { readonly changes: readonly ItemChange[]; readonly unreadable: string | undefined } {
  const changes: ItemChange[] = [];
  for (const record of records) {
    try {
      changes.push(changeOf(record));
    } catch (cause) {
      const sequence = sequenceOf(record);
      telemetry.error('stream record not readable', { sequence }, cause);
      return { changes, unreadable: sequence };
    }
  }
  return { changes, unreadable: undefined };
}

/** A reader that throws has done nothing for certain, so all of it is repeated. */
async function done(
  changes: readonly ItemChange[],
  { read, telemetry }: StreamHandlerOptions,
): Promise<string | undefined> {
  const [first] = changes;
  if (first === undefined) {
    return undefined;
  }
  try {
    return (await read(changes)).failedFrom;
  } catch (cause) {
    telemetry.error('changes not read', { sequence: first.sequence, changes: changes.length }, cause);
    return first.sequence;
  }
}

function sequenceOf(record: unknown): string {
  const sequence = fieldOf(fieldOf(record, 'dynamodb'), 'SequenceNumber');
  return typeof sequence === 'string' ? sequence : '';
}
