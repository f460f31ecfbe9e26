/**
 * What SQS and SNS take.
 *
 * Sources: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html,
 * https://docs.aws.amazon.com/sns/latest/dg/large-message-payloads.html
 */
export const messageLimits = {
  /** Bytes of one message, and of all messages of one batch, to a queue. */
  queueBytes: 1_048_576,
  /** The same to a topic whose attribute `MaximumMessageSize` is not set. */
  topicBytes: 262_144,
  /** What that attribute can be set to. */
  topicBytesRange: [1024, 1_048_576],
  /** Subscriptions, all of them to SQS, Lambda or Firehose, of a topic that takes more than `topicBytes`. */
  largeTopicSubscriptions: 100,
  /** Messages that one call sends or receives. */
  batchEntries: 10,
  /** Attributes of one message: the most that SQS takes, and that a raw delivery keeps. */
  attributes: 10,
  /** Seconds a message can be hidden. */
  visibilitySeconds: 43_200,
  /** Milliseconds in which a FIFO queue or topic takes a de-duplication id only once. */
  deduplicationMs: 300_000,
} as const;
