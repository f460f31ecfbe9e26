import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import { checkedEnvironment } from './checked-environment.ts';
import { noBrokers } from './no-brokers.ts';

/** A local AWS endpoint: everything can be thrown away, and the stream is polled from outside. */
export const local = checkedEnvironment({
  name: 'local',
  account: '000000000000',
  region: 'us-east-1',
  removalPolicy: RemovalPolicy.DESTROY,
  deletionProtection: false,
  terminationProtection: false,
  pointInTimeRecovery: false,
  logRetention: RetentionDays.ONE_DAY,
  alarms: { kind: 'on', oldestMessage: Duration.minutes(5) },
  // Local endpoints lose the failed records of a stream, so a poller with Lambda's rules reads it instead.
  streamPolling: 'external',
  complianceChecks: false,
  settings: {},
  brokers: noBrokers('a local endpoint has no managed ones; their processes are started beside it'),
});
