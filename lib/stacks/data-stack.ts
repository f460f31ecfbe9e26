import type { Construct } from 'constructs';
import { stackOutputNames } from '../../lambdas/contracts/stack-output-names.ts';
import { EventIndexTable } from '../constructs/store/event-index-table.ts';
import { EventTable } from '../constructs/store/event-table.ts';
import { PersonalDataKey } from '../constructs/store/personal-data-key.ts';
import { PayloadBucket } from '../constructs/store/payload-bucket.ts';
import { PipelineStack } from './pipeline-stack.ts';
import type { PipelineStackProps } from './pipeline-stack-props.ts';

/** What must outlive a deployment: the table, and the bucket of payloads, the index of events and the key of personal data where there are some. */
export class DataStack extends PipelineStack {
  readonly table: EventTable;
  readonly payloads: PayloadBucket | undefined;
  readonly index: EventIndexTable | undefined;
  readonly personalKey: PersonalDataKey | undefined;

  constructor(scope: Construct, props: PipelineStackProps) {
    super(scope, 'data', props);
    const { pointInTimeRecovery, deletionProtection, removalPolicy } = props.environment;
    const kept = { pointInTimeRecovery, deletionProtection, removalPolicy };
    this.table = new EventTable(this, 'Events', kept);
    this.output(stackOutputNames.table, this.table.table.tableName);
    this.output(stackOutputNames.tableStream, this.table.streamArn);
    this.index = props.definition.eventIndex && new EventIndexTable(this, 'Index', kept);
    if (this.index !== undefined) {
      this.output(stackOutputNames.indexTable, this.index.table.tableName);
      this.output(stackOutputNames.indexStream, this.index.streamArn);
    }
    this.personalKey = props.definition.personalData && new PersonalDataKey(this, 'PersonalData', { removalPolicy });
    this.payloads = props.definition.payloads && new PayloadBucket(this, 'Payloads', { removalPolicy });
    if (this.payloads !== undefined) {
      this.output(stackOutputNames.payloadBucket, this.payloads.bucket.bucketName);
    }
  }
}
