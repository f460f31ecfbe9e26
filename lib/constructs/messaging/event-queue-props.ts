import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { QueueProps } from 'aws-cdk-lib/aws-sqs';
import type { Duration } from 'aws-cdk-lib/core';
import type { DeadLetter } from './dead-letter.ts';
import type { QueueAlarms } from './queue-alarms.ts';

/** What describes a queue. */
export interface EventQueueProps {
  /** Keeps the order per message group. @default false */
  readonly fifo?: boolean;
  /** Ends in `.fifo` for a FIFO queue and only there. @default - CloudFormation names it */
  readonly queueName?: string;
  /** Where a message goes that keeps failing. @default - a dead-letter queue: 5 receives, kept 14 days, with an alarm */
  readonly deadLetter?: DeadLetter;
  /** Time limit of the function that reads the queue, 1 to 900 seconds. @default 30 seconds */
  readonly consumerTimeout?: Duration;
  /** Batching window of the function's event source mapping, 0 to 300 seconds; 0 for FIFO. @default 0 seconds */
  readonly batchWindow?: Duration;
  /** At least 6 times the consumer's timeout plus the window, at most 12 hours. @default - that least value */
  readonly visibilityTimeout?: Duration;
  /** How long an unread message is kept, 1 minute to 14 days. @default 4 days */
  readonly retention?: Duration;
  /** Long polling, 0 to 20 seconds. @default 20 seconds */
  readonly receiveWait?: Duration;
  /** FIFO only: limits and de-duplication per message group instead of per queue. @default true */
  readonly highThroughput?: boolean;
  /**
   * FIFO only: messages that come without an id of their own are de-duplicated by their content, as schedules need it.
   * @default false
   */
  readonly deduplicateByContent?: boolean;
  /** @default - SSE with a key of SQS */
  readonly encryptionKey?: IKey;
  /** @default - alarms are on and tell nobody */
  readonly alarms?: QueueAlarms;
  /** Applied last, over everything above; the checks do not see it. @default - none */
  readonly overrides?: Partial<QueueProps>;
}
