import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import type { BrokerSettings } from './broker-settings.ts';

/** Alarms on, and whom they tell; or off, and why. */
export type AlarmSettings =
  | {
      readonly kind: 'on';
      /** Age of the oldest waiting message, or lag of the stream, that raises an alarm; at least 1 minute. */
      readonly oldestMessage: Duration;
      /** An SNS topic. @default - nobody; the alarms show in CloudWatch only */
      readonly topicArn?: string;
    }
  | { readonly kind: 'off'; readonly reason: string };

/** Everything that differs between the places a pipeline is deployed to. */
export interface Environment {
  /** Part of every stack's name: a lower-case word. */
  readonly name: string;
  /** Twelve digits. @default - the account of the credentials in use */
  readonly account?: string;
  /** @default - the region of the credentials in use */
  readonly region?: string;
  /** What becomes of the table with its stack. */
  readonly removalPolicy: RemovalPolicy;
  /** Refuses to delete the table. */
  readonly deletionProtection: boolean;
  /** Refuses to delete the stacks. */
  readonly terminationProtection: boolean;
  readonly pointInTimeRecovery: boolean;
  readonly logRetention: RetentionDays;
  readonly alarms: AlarmSettings;
  /**
   * Who reads the table's stream and the brokers: mappings of Lambda, and workers; or pollers outside that invoke the
   * functions, and workers that are started outside.
   */
  readonly streamPolling: 'lambda' | 'external';
  /** Whether every synth is checked against the rules of cdk-nag. */
  readonly complianceChecks: boolean;
  /** Values of the settings that consumers declare, by the name of the environment variable. */
  readonly settings: Readonly<Record<string, string>>;
  /** The brokers beside SNS and SQS; what needs one that is not there is left out. */
  readonly brokers: BrokerSettings;
}
