import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import { checkedEnvironment } from './checked-environment.ts';
import { noBrokers } from './no-brokers.ts';

/** A developer's own copy, in the account and region of the credentials in use. */
export const dev = checkedEnvironment({
  name: 'dev',
  removalPolicy: RemovalPolicy.DESTROY,
  deletionProtection: false,
  terminationProtection: false,
  pointInTimeRecovery: true,
  logRetention: RetentionDays.ONE_WEEK,
  alarms: { kind: 'on', oldestMessage: Duration.minutes(15) },
  streamPolling: 'lambda',
  complianceChecks: true,
  settings: {},
  brokers: noBrokers('brokers cost money by the hour; what needs them runs against local ones'),
});
