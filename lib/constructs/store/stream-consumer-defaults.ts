import { Duration } from 'aws-cdk-lib/core';

/** What `StreamConsumer` uses when nothing else is said; the numbers are those of a definition's relay. */
export const streamConsumerDefaults = {
  batchSize: 100,
  batchWindow: Duration.seconds(0),
  retryAttempts: 10,
  maxRecordAge: Duration.hours(12),
  parallelizationFactor: 1,
  eventNames: ['INSERT', 'MODIFY'],
  enabled: true,
} as const;
