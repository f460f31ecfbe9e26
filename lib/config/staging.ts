import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import { checkedEnvironment } from './checked-environment.ts';
import { managedBrokers } from './managed-brokers.ts';

/** Production's settings on data that can be rebuilt. */
export const staging = checkedEnvironment({
  name: 'staging',
  region: 'eu-west-1',
  removalPolicy: RemovalPolicy.DESTROY,
  deletionProtection: false,
  terminationProtection: false,
  pointInTimeRecovery: true,
  logRetention: RetentionDays.ONE_MONTH,
  alarms: { kind: 'on', oldestMessage: Duration.minutes(15) },
  streamPolling: 'lambda',
  complianceChecks: true,
  settings: {},
  brokers: managedBrokers,
});
