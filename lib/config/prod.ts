import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import { checkedEnvironment } from './checked-environment.ts';
import { managedBrokers } from './managed-brokers.ts';

/** Production: nothing can be deleted by accident, and logs are kept for a year. */
export const prod = checkedEnvironment({
  name: 'prod',
  region: 'eu-west-1',
  removalPolicy: RemovalPolicy.RETAIN,
  deletionProtection: true,
  terminationProtection: true,
  pointInTimeRecovery: true,
  logRetention: RetentionDays.ONE_YEAR,
  alarms: { kind: 'on', oldestMessage: Duration.minutes(5) },
  streamPolling: 'lambda',
  complianceChecks: true,
  settings: {},
  brokers: managedBrokers,
});
