import { Duration } from 'aws-cdk-lib/core';

/** What `EventQueue` uses when nothing else is said. */
export const eventQueueDefaults = {
  fifo: false,
  /** The same as a consumer of a pipeline definition. */
  consumerTimeout: Duration.seconds(30),
  batchWindow: Duration.seconds(0),
  retention: Duration.days(4),
  /** The longest that SQS offers: fewest empty receives. */
  receiveWait: Duration.seconds(20),
  highThroughput: true,
  deduplicateByContent: false,
} as const;
