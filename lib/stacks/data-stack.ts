import type { Construct } from 'constructs';
import { stackOutputNames } from '../../lambdas/contracts/stack-output-names.ts';
import { EventTable } from '../constructs/store/event-table.ts';
import { PipelineStack } from './pipeline-stack.ts';
import type { PipelineStackProps } from './pipeline-stack-props.ts';

/** What must outlive a deployment: the table. */
export class DataStack extends PipelineStack {
  readonly table: EventTable;

  constructor(scope: Construct, props: PipelineStackProps) {
    super(scope, 'data', props);
    const { pointInTimeRecovery, deletionProtection, removalPolicy } = props.environment;
    this.table = new EventTable(this, 'Events', { pointInTimeRecovery, deletionProtection, removalPolicy });
    this.output(stackOutputNames.table, this.table.table.tableName);
    this.output(stackOutputNames.tableStream, this.table.streamArn);
  }
}
