import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { EventSourceMappingOptions, IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Duration } from 'aws-cdk-lib/core';
import type { QueueAlarms } from '../messaging/queue-alarms.ts';
import type { StreamedTable } from './streamed-table.ts';

/** What describes the reading of a stream. */
export interface StreamConsumerProps {
  readonly table: StreamedTable;
  /** Must answer with `batchItemFailures`: the lowest failed sequence number, from which the batch comes again. */
  readonly handler: IFunction;
  /** Records an invocation, 1 to 1000. @default 100 */
  readonly batchSize?: number;
  /** Time to fill a batch, 0 to 300 seconds. @default 0 seconds */
  readonly batchWindow?: Duration;
  /** Retries of a failing record, 0 to 10000. @default 10 */
  readonly retryAttempts?: number;
  /** Age at which a failing record is given up, 1 minute to 24 hours: the stream keeps no more. @default 12 hours */
  readonly maxRecordAge?: Duration;
  /** Batches of one shard handled at once, 1 to 10; the order per item is kept. @default 1 */
  readonly parallelizationFactor?: number;
  /** @default - INSERT and MODIFY */
  readonly eventNames?: readonly ('INSERT' | 'MODIFY' | 'REMOVE')[];
  /**
   * Rules for the keys of the items whose changes are read, as a filter of Lambda has them: `{ sk: ['tip'] }`.
   *
   * Source: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-filtering.html
   *
   * @default - the changes of every item
   */
  readonly keys?: Readonly<Record<string, readonly unknown[]>>;
  /** What to do about a failure or a lag, for the alarms to say. @default - they say what happened alone */
  readonly advice?: string;
  /** False where something outside reads the stream and invokes the function. @default true */
  readonly enabled?: boolean;
  /** Of the failure queue. @default - SSE with a key of SQS */
  readonly encryptionKey?: IKey;
  /** @default - alarms are on and tell nobody */
  readonly alarms?: QueueAlarms;
  /** Applied last, over everything above; the checks do not see it. @default - none */
  readonly overrides?: Partial<EventSourceMappingOptions>;
}
