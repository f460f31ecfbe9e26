import { pascalCase } from './pascal-case.ts';

/** Names of the outputs that stacks write and whoever works with a deployment reads. */
export const stackOutputNames = {
  table: 'TableName',
  /** The kinds of brokers that the deployment has, separated by commas; `none` without any. */
  brokers: 'Brokers',
  payloadBucket: 'PayloadBucketName',
  tableStream: 'TableStreamArn',
  relay: 'RelayFunctionName',
  relayFailures: 'RelayFailuresUrl',
  sweeper: 'SweeperFunctionName',
  guard: 'GuardFunctionName',
  timers: 'TimersFunctionName',
  indexTable: 'EventIndexTableName',
  indexStream: 'EventIndexStreamArn',
  indexer: 'IndexerFunctionName',
  indexerFailures: 'IndexerFailuresUrl',
  projector: 'ProjectorFunctionName',
  projectorFailures: 'ProjectorFailuresUrl',
  topic: (name: string): string => `Topic${pascalCase(name)}Arn`,
  queue: (name: string): string => `Queue${pascalCase(name)}Url`,
  deadLetter: (name: string): string => `DeadLetter${pascalCase(name)}Url`,
  undelivered: (topic: string, queue: string): string => `Undelivered${pascalCase(topic)}To${pascalCase(queue)}Url`,
  consumer: (name: string): string => `Function${pascalCase(name)}Name`,
} as const;
