import type { Construct } from 'constructs';
import { stackOutputNames } from '../../lambdas/contracts/stack-output-names.ts';
import { EventTable } from '../constructs/store/event-table.ts';
import { PayloadBucket } from '../constructs/store/payload-bucket.ts';
import { PipelineStack } from './pipeline-stack.ts';
import type { PipelineStackProps } from './pipeline-stack-props.ts';

/** What must outlive a deployment: the table, and the bucket of payloads when the pipeline keeps some. */
export class DataStack extends PipelineStack {
  readonly table: EventTable;
  readonly payloads: PayloadBucket | undefined;

  constructor(scope: Construct, props: PipelineStackProps) {
    super(scope, 'data', props);
    const { pointInTimeRecovery, deletionProtection, removalPolicy } = props.environment;
    this.table = new EventTable(this, 'Events', { pointInTimeRecovery, deletionProtection, removalPolicy });
    this.output(stackOutputNames.table, this.table.table.tableName);
    this.output(stackOutputNames.tableStream, this.table.streamArn);
    this.payloads = props.definition.payloads && new PayloadBucket(this, 'Payloads', { removalPolicy });
    if (this.payloads !== undefined) {
      this.output(stackOutputNames.payloadBucket, this.payloads.bucket.bucketName);
    }
  }
}
