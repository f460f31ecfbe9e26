import type { LambdaStreamRecord } from './lambda-stream-record.ts';

/** Records that are handed to the function together, in the order of their shard or partition; never empty. */
export interface RecordBatch<Item> {
  readonly records: readonly Item[];
  /** Tries that failed and count against the mapping's retries. */
  readonly failures: number;
  /** Times that the function was invoked with it. */
  readonly invocations: number;
}

/** Records of one shard of a DynamoDB stream. */
export type StreamBatch = RecordBatch<LambdaStreamRecord>;

/** The sequence numbers of a batch, lowest first. */
export function sequencesOf({ records }: Pick<StreamBatch, 'records'>): readonly string[] {
  return records.map(({ dynamodb }) => dynamodb.SequenceNumber);
}

/** Cuts records into batches that were not tried yet. */
export function batchesOf<Item>(records: readonly Item[], size: number): readonly RecordBatch<Item>[] {
  const starts = Array.from({ length: Math.ceil(records.length / size) }, (_, index) => index * size);
  return starts.map((start) => ({ records: records.slice(start, start + size), failures: 0, invocations: 0 }));
}
