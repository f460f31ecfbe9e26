import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { AttributeType, type ITableV2, TableEncryptionV2, type TablePropsV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { breakerPartition } from '../../../lambdas/contracts/breaker-partition.ts';
import { deadLetterPartition } from '../../../lambdas/contracts/dead-letter-partition.ts';
import { leaseStore } from '../../../lambdas/contracts/lease-store.ts';
import { refuseFaults } from '../checks/refuse-faults.ts';
import { withDefaults } from '../with-defaults.ts';
import { type SparseIndexSchema, sparseIndex } from './sparse-index.ts';
import { streamCheck, wholeItems } from './stream-check.ts';
import { grantStreamOf } from './stream-access.ts';
import type { StreamedTable } from './streamed-table.ts';
import { tableSchema } from './table-schema.ts';

/** What `EventTable` uses when nothing else is said. */
export const eventTableDefaults = {
  pointInTimeRecovery: true,
  deletionProtection: true,
  removalPolicy: RemovalPolicy.RETAIN,
} as const;

/** What a consumer may do with the items of its own stores: no scan, no delete, no batch. */
const storeActions = [
  'dynamodb:GetItem',
  'dynamodb:Query',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  // A transaction needs the permissions of the items in it and none of its own.
  'dynamodb:ConditionCheckItem',
];

/** A letter that is settled leaves the table. */
const deadLetterActions = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'];

/** What describes a table. */
export interface EventTableProps {
  /** @default - CloudFormation names it */
  readonly tableName?: string;
  /** Restores to any second of the last 35 days. @default true */
  readonly pointInTimeRecovery?: boolean;
  /** Refuses to delete the table, whoever asks. @default true */
  readonly deletionProtection?: boolean;
  /** What becomes of the table with its stack. @default - it is kept */
  readonly removalPolicy?: RemovalPolicy;
  /** Needs a stack that names its region. @default - encrypted with a key of DynamoDB */
  readonly encryptionKey?: IKey;
  /** Applied last, over everything above. @default - none */
  readonly overrides?: Partial<TablePropsV2>;
}

/** The one table of a pipeline: on demand, with a stream of whole items, expiry, and access by store. */
export class EventTable extends Construct implements StreamedTable {
  /** An existing table, to read or write. */
  static fromTableArn(scope: Construct, id: string, tableArn: string): ITableV2 {
    return TableV2.fromTableArn(scope, id, tableArn);
  }

  readonly table: TableV2;
  readonly streamArn: string;

  /** @throws ConstructError when the overrides take the stream, or half of its images, away. */
  constructor(scope: Construct, id: string, props: EventTableProps = {}) {
    super(scope, id);
    const { pointInTimeRecovery, deletionProtection, removalPolicy } = withDefaults(props, eventTableDefaults);
    refuseFaults(this, [streamCheck(props.overrides)]);
    this.table = new TableV2(this, 'Table', {
      tableName: props.tableName,
      partitionKey: { name: tableSchema.partitionKey, type: AttributeType.STRING },
      sortKey: { name: tableSchema.sortKey, type: AttributeType.STRING },
      timeToLiveAttribute: tableSchema.timeToLive,
      globalSecondaryIndexes: [sparseIndex(tableSchema.pending), sparseIndex(tableSchema.due)],
      dynamoStream: wholeItems,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: pointInTimeRecovery },
      deletionProtection,
      removalPolicy,
      encryption: props.encryptionKey && TableEncryptionV2.customerManagedKey(props.encryptionKey),
      ...props.overrides,
    });
    this.streamArn = this.table.tableStreamArn ?? '';
  }

  /**
   * Lets `grantee` read and write the items of some stores: those whose partition key is `<store>-...`.
   *
   * The condition holds for every key of a request, so one transaction cannot reach into another store.
   *
   * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
   *
   * @throws ConstructError when no store is named, or a name is not a lower-case word.
   */
  grantStore(grantee: IGrantable, stores: readonly string[]): Grant {
    this.refuseWideNames(stores);
    return this.grant(grantee, storeActions, leading(stores));
  }

  /**
   * Lets `grantee` read the items of some stores.
   *
   * @throws ConstructError when no store is named, or a name is not a lower-case word.
   */
  grantRead(grantee: IGrantable, stores: readonly string[]): Grant {
    this.refuseWideNames(stores);
    return this.grant(grantee, ['dynamodb:GetItem', 'dynamodb:Query'], leading(stores));
  }

  /** Lets `grantee` take published messages out of any item's outbox. */
  grantSettle(grantee: IGrantable): Grant {
    return this.grant(grantee, ['dynamodb:UpdateItem']);
  }

  /** Lets `grantee` look whether messages are still in any item's outbox, which their consumer publishes itself. */
  grantClaimRead(grantee: IGrantable): Grant {
    return this.grant(grantee, ['dynamodb:GetItem']);
  }

  /** Lets `grantee` find what is committed but not published, read it, settle it and hold leases. */
  grantSweep(grantee: IGrantable): Grant {
    const find = this.grantFind(grantee, tableSchema.pending);
    return find.combine(this.grant(grantee, ['dynamodb:GetItem', 'dynamodb:UpdateItem']));
  }

  /** Lets `grantee` find the sagas of some stores that are due or stuck, read them, move them on and hold leases. */
  grantDue(grantee: IGrantable, stores: readonly string[]): Grant {
    this.refuseWideNames(stores);
    const actions = ['dynamodb:GetItem', 'dynamodb:UpdateItem'];
    return this.grantFind(grantee, tableSchema.due).combine(
      this.grant(grantee, actions, leading([...stores, leaseStore])),
    );
  }

  /** Lets `grantee` count failures against the retry budget of one queue. */
  grantBreaker(grantee: IGrantable, queue: string): Grant {
    return this.grantPartitions(grantee, ['dynamodb:PutItem'], [breakerPartition(queue)]);
  }

  /** Lets `grantee` read the circuit breakers of some queues, and keep beside them what it paused. */
  grantGuard(grantee: IGrantable, queues: readonly string[]): Grant {
    return this.grantPartitions(grantee, ['dynamodb:PutItem', 'dynamodb:Query'], queues.map(breakerPartition));
  }

  /** Lets `grantee` read the stream. */
  grantStreamRead(grantee: IGrantable): Grant {
    return grantStreamOf(this, grantee);
  }

  /** Requests that DynamoDB turned away in each minute. */
  metricThrottled(): Metric {
    return this.table.metric('ThrottledRequests', { period: Duration.minutes(1), statistic: 'Sum' });
  }

  /** Lets `grantee` park messages of one queue in the lines of their keys, and settle what a redrive sends it. */
  grantDeadLetters(grantee: IGrantable, queue: string): Grant {
    const partition = deadLetterPartition(queue);
    return this.grant(grantee, deadLetterActions, {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [partition, `${partition}-*`] },
    });
  }

  private grantFind(grantee: IGrantable, index: SparseIndexSchema): Grant {
    const resourceArns = [`${this.table.tableArn}/index/${index.indexName}`];
    return Grant.addToPrincipal({ grantee, actions: ['dynamodb:Query'], resourceArns });
  }

  private grantPartitions(grantee: IGrantable, actions: string[], partitions: readonly string[]): Grant {
    return this.grant(grantee, actions, { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': partitions } });
  }

  private grant(grantee: IGrantable, actions: string[], conditions?: Record<string, Record<string, unknown>>): Grant {
    this.table.encryptionKey?.grantEncryptDecrypt(grantee);
    return Grant.addToPrincipal({
      grantee,
      actions,
      resourceArns: [this.table.tableArn],
      conditions,
    });
  }

  private refuseWideNames(stores: readonly string[]): void {
    refuseFaults(this, [
      { holds: stores.length > 0, must: 'a grant must name a store', got: 'none', remedy: 'leave the grant out' },
      ...stores.map((store) => ({
        holds: /^[a-z]+$/.test(store),
        must: 'a store must be a lower-case word',
        got: `"${store}"`,
        remedy: 'rename it: a wildcard or a dash would open the items of other stores',
      })),
    ]);
  }
}

function leading(stores: readonly string[]): Record<string, Record<string, unknown>> {
  return { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': stores.map((store) => `${store}-*`) } };
}
