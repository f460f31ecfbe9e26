import { AttributeType, StreamViewType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { indexStores } from '../../../lambdas/contracts/index-stores.ts';
import { withDefaults } from '../with-defaults.ts';
import { type EventTableProps, eventTableDefaults } from './event-table.ts';
import { grantStreamOf } from './stream-access.ts';
import type { StreamedTable } from './streamed-table.ts';
import { tableSchema } from './table-schema.ts';

/** What describes the table of an index of events; the defaults are those of an `EventTable`. */
export type EventIndexTableProps = EventTableProps;

/** What is read again and again, and never by a scan. */
const readActions = ['dynamodb:GetItem', 'dynamodb:Query'];

/** A transaction needs the permissions of the items in it and none of its own. */
const writeActions = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:ConditionCheckItem'];

/**
 * The table of a pipeline's index: every event in its order, how far each subscription has read, and the views.
 *
 * On demand and without expiry. Its stream shows keys alone: it wakes whoever reads the index, and they read the table.
 */
export class EventIndexTable extends Construct implements StreamedTable {
  readonly table: TableV2;
  readonly streamArn: string;

  constructor(scope: Construct, id: string, props: EventIndexTableProps = {}) {
    super(scope, id);
    const { pointInTimeRecovery, deletionProtection, removalPolicy } = withDefaults(props, eventTableDefaults);
    this.table = new TableV2(this, 'Table', {
      tableName: props.tableName,
      partitionKey: { name: tableSchema.partitionKey, type: AttributeType.STRING },
      sortKey: { name: tableSchema.sortKey, type: AttributeType.STRING },
      dynamoStream: StreamViewType.KEYS_ONLY,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: pointInTimeRecovery },
      deletionProtection,
      removalPolicy,
      encryption: props.encryptionKey && TableEncryptionV2.customerManagedKey(props.encryptionKey),
      ...props.overrides,
    });
    this.streamArn = this.table.tableStreamArn ?? '';
  }

  /** Lets `grantee` give events their places in the index. */
  grantIndexing(grantee: IGrantable): Grant {
    return this.grant(grantee, [...readActions, ...writeActions], [indexStores.pages, indexStores.pointers]);
  }

  /** Lets `grantee` read the index, remember how far it has read, and keep views up with it. */
  grantProjecting(grantee: IGrantable): Grant {
    const { pages, subscriptions, projections, views } = indexStores;
    const read = this.grant(grantee, readActions, [pages]);
    const own = [...readActions, ...writeActions, 'dynamodb:DeleteItem'];
    return read.combine(this.grant(grantee, own, [subscriptions, projections, views]));
  }

  /** Lets `grantee` read the rows of the views that are live. */
  grantViews(grantee: IGrantable): Grant {
    return this.grant(grantee, readActions, [indexStores.projections, indexStores.views]);
  }

  /** Lets `grantee` read the stream. */
  grantStreamRead(grantee: IGrantable): Grant {
    return grantStreamOf(this, grantee);
  }

  private grant(grantee: IGrantable, actions: string[], stores: readonly string[]): Grant {
    this.table.encryptionKey?.grantEncryptDecrypt(grantee);
    return Grant.addToPrincipal({
      grantee,
      actions,
      resourceArns: [this.table.tableArn],
      conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': stores.map((store) => `${store}-*`) } },
    });
  }
}
