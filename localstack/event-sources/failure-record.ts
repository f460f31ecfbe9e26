import type { GiveUpCondition } from './retry-decision.ts';
import type { StreamBatch } from './stream-batch.ts';

/** What is told about records that were given up. */
export interface FailureRecordFacts {
  readonly batch: StreamBatch;
  readonly condition: GiveUpCondition;
  readonly streamArn: string;
  readonly functionArn: string;
  readonly shardId: string;
  /** Of the last invocation. */
  readonly requestId: string;
  /** `Unhandled` when the function threw; undefined when it answered. */
  readonly functionError?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * The document that Lambda sends to a stream mapping's on-failure queue: a pointer to the records, which the stream
 * keeps for 24 hours, and nothing of what is in them.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export function failureRecord(facts: FailureRecordFacts): Readonly<Record<string, unknown>> {
  const { batch, condition, now } = facts;
  const first = batch.records.at(0)?.dynamodb;
  const last = batch.records.at(-1)?.dynamodb;
  return {
    requestContext: {
      requestId: facts.requestId,
      functionArn: facts.functionArn,
      condition,
      approximateInvokeCount: batch.invocations,
    },
    responseContext: {
      statusCode: 200,
      executedVersion: '$LATEST',
      functionError: facts.functionError ?? null,
    },
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    DDBStreamBatchInfo: {
      shardId: facts.shardId,
      startSequenceNumber: first?.SequenceNumber,
      endSequenceNumber: last?.SequenceNumber,
      approximateArrivalOfFirstRecord: wholeSeconds(first?.ApproximateCreationDateTime),
      approximateArrivalOfLastRecord: wholeSeconds(last?.ApproximateCreationDateTime),
      batchSize: batch.records.length,
      streamArn: facts.streamArn,
    },
  };
}

function wholeSeconds(seconds = 0): string {
  return new Date(Math.floor(seconds) * 1000).toISOString().replace('.000Z', 'Z');
}
