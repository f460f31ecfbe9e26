import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { TopicProps } from 'aws-cdk-lib/aws-sns';
import type { Duration } from 'aws-cdk-lib/core';

/** What describes a topic. */
export interface EventTopicProps {
  /** Keeps the order per message group; a FIFO queue can subscribe to nothing else. @default false */
  readonly fifo?: boolean;
  /** Ends in `.fifo` for a FIFO topic and only there. @default - a unique name is generated */
  readonly topicName?: string;
  /** @default - no key of yours: SNS encrypts its disks */
  readonly encryptionKey?: IKey;
  /** FIFO only: keeps messages for replay, 1 to 365 days. @default - no archive */
  readonly archive?: Duration;
  /** FIFO only: limits and de-duplication per message group instead of per topic. @default true */
  readonly highThroughput?: boolean;
  /** Sends trace segments to X-Ray, whose resource policy must allow SNS to do so. @default true */
  readonly tracing?: boolean;
  /**
   * 1 KiB to 1 MiB; over 256 KiB only SQS, Lambda and Firehose can subscribe, at most 100 of them.
   *
   * @default - 256 KiB, the service's own
   */
  readonly maxMessageSizeBytes?: number;
  /** Applied last, over everything above; the checks do not see it. @default - none */
  readonly overrides?: Partial<TopicProps>;
}
