import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { CfnEventSourceMappingProps } from 'aws-cdk-lib/aws-lambda';
import type { Duration } from 'aws-cdk-lib/core';
import type { DeadLetterQueue } from '../messaging/dead-letter-queue.ts';
import type { KafkaAuth } from './kafka-auth.ts';
import type { KafkaPollers } from './kafka-pollers.ts';
import type { KafkaSource } from './kafka-source.ts';

/** Where a record goes that is given up: a queue gets a pointer to it, a topic of the same cluster the record itself. */
export type KafkaFailures = { readonly queue: DeadLetterQueue } | { readonly topic: string };

/** What describes the reading of a topic by a function. */
export interface KafkaConsumerProps {
  readonly source: KafkaSource;
  readonly topic: string;
  /** Owner of the offsets: another name starts anew. 1 to 200 letters, digits and `-/*:_+=.@`. */
  readonly groupId: string;
  /** Must answer with `batchItemFailures`: the lowest failed offset of each partition. At most 14 minutes long. */
  readonly handler: IFunction;
  /** Required, because forgetting it loses records: what is given up goes nowhere else. */
  readonly failures: KafkaFailures;
  /** @default KafkaAuth.iam() */
  readonly auth?: KafkaAuth;
  /** @default - provisioned, 1 to 3 */
  readonly pollers?: KafkaPollers;
  /** Records an invocation, 1 to 10000; an invocation takes 6 MB at most, and a larger record never arrives. @default 100 */
  readonly batchSize?: number;
  /** Time to fill a batch, 0 to 300 seconds. @default - half a second, as Lambda has it */
  readonly batchWindow?: Duration;
  /** Retries of a failing record, 0 to 10000; provisioned pollers alone. @default 5 */
  readonly retryAttempts?: number;
  /** Age at which a failing record is given up, 1 minute to 7 days; provisioned pollers alone. @default 1 day */
  readonly maxRecordAge?: Duration;
  /** Where a group without offsets begins. @default 'TRIM_HORIZON' */
  readonly startFrom?: 'TRIM_HORIZON' | 'LATEST';
  /** False where something outside reads the topic and invokes the function. @default true */
  readonly enabled?: boolean;
  /** Applied last, over everything above; the checks do not see it. @default - none */
  readonly overrides?: Partial<CfnEventSourceMappingProps>;
}
