import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type {
  EventIndexDefinition,
  IndexerDefinition,
  ProjectorDefinition,
} from '../../lambdas/contracts/definition/event-index.ts';
import { environmentVariables } from '../../lambdas/contracts/environment-variables.ts';
import { stackOutputNames } from '../../lambdas/contracts/stack-output-names.ts';
import type { HandlerBundles } from '../constructs/function/handler-bundles.ts';
import type { EventIndexTable } from '../constructs/store/event-index-table.ts';
import type { EventTable } from '../constructs/store/event-table.ts';
import type { PersonalDataKey } from '../constructs/store/personal-data-key.ts';
import type { PayloadBucket } from '../constructs/store/payload-bucket.ts';
import { ProjectionRuns } from '../constructs/store/projection-runs.ts';
import { StreamConsumer } from '../constructs/store/stream-consumer.ts';
import { UnindexedStreams } from '../constructs/store/unindexed-streams.ts';
import { pipelineFunction } from './pipeline-function.ts';
import { grantPersonalRead, personalVariables } from './personal-access.ts';
import { PipelineStack } from './pipeline-stack.ts';
import type { PipelineStackProps } from './pipeline-stack-props.ts';
import { queueAlarmsOf } from './queue-alarms-of.ts';

/** What the functions work with. */
export interface IndexStackProps extends PipelineStackProps {
  readonly eventIndex: EventIndexDefinition;
  readonly table: EventTable;
  readonly index: EventIndexTable;
  readonly payloads: PayloadBucket | undefined;
  readonly personalKey: PersonalDataKey | undefined;
  readonly bundles: HandlerBundles;
}

/** The functions that index every event of the table's stream, and project what is indexed. */
export class IndexStack extends PipelineStack {
  private readonly props: IndexStackProps;

  constructor(scope: Construct, props: IndexStackProps) {
    super(scope, 'index', props);
    this.props = props;
    this.addIndexer(props.eventIndex.indexer);
    this.addProjector(props.eventIndex.projector);
  }

  private addIndexer(part: IndexerDefinition): void {
    const { environment, eventIndex, index, table } = this.props;
    const variables = { [environmentVariables.table]: table.table.tableName, ...this.indexVariable() };
    const handler = pipelineFunction(this, { ...this.props, id: 'Indexer', part, variables });
    table.grantRead(handler, eventIndex.categories);
    index.grantIndexing(handler);
    const source = new StreamConsumer(this, 'IndexerSource', {
      ...{ table, handler: handler.function },
      ...{ batchSize: part.batchSize, retryAttempts: part.retryAttempts },
      maxRecordAge: Duration.hours(part.maxRecordAgeHours),
      keys: { sk: ['tip'], pk: eventIndex.categories.map((category) => ({ prefix: `${category}-` })) },
      enabled: environment.streamPolling === 'lambda',
      alarms: queueAlarmsOf(environment.alarms),
      advice:
        'see why in the log of the indexer, then find and index what is missing with pipeline events check --repair',
    });
    new UnindexedStreams(this, 'Unindexed', { service: 'indexer', alarms: queueAlarmsOf(environment.alarms) });
    this.output(stackOutputNames.indexer, handler.function.functionName);
    this.output(stackOutputNames.indexerFailures, source.failures.queue.queueUrl);
  }

  private addProjector(part: ProjectorDefinition): void {
    const { environment, eventIndex, index: table, payloads, personalKey } = this.props;
    const variables = {
      ...this.indexVariable(),
      ...(personalKey && { [environmentVariables.table]: this.props.table.table.tableName }),
      ...personalVariables(this.props),
      ...(payloads && { [environmentVariables.payloadBucket]: payloads.bucket.bucketName }),
    };
    const handler = pipelineFunction(this, { ...this.props, id: 'Projector', part, variables });
    payloads?.grantRead(handler);
    grantPersonalRead(this.props, handler);
    const runs = new ProjectionRuns(this, 'Projections', {
      ...{ table, handler: handler.function, projections: eventIndex.projections },
      every: Duration.minutes(part.everyMinutes),
      enabled: environment.streamPolling === 'lambda',
      alarms: queueAlarmsOf(environment.alarms),
    });
    this.output(stackOutputNames.projector, handler.function.functionName);
    this.output(stackOutputNames.projectorFailures, runs.waking.failures.queue.queueUrl);
  }

  private indexVariable(): Readonly<Record<string, string>> {
    return { [environmentVariables.indexTable]: this.props.index.table.tableName };
  }
}
