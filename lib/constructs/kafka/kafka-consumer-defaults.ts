import { Duration } from 'aws-cdk-lib/core';
import { KafkaAuth } from './kafka-auth.ts';
import { KafkaPollers } from './kafka-pollers.ts';

/** What `KafkaConsumer` uses when nothing else is said. */
export const kafkaConsumerDefaults = {
  auth: KafkaAuth.iam(),
  pollers: KafkaPollers.provisioned({ min: 1, max: 3 }),
  batchSize: 100,
  startFrom: 'TRIM_HORIZON',
  enabled: true,
} as const;

/** When provisioned pollers give up on a record that keeps failing; those on demand never do. */
export const kafkaPatience = { retryAttempts: 5, maxRecordAge: Duration.days(1) } as const;
