import { Admin, Consumer } from '@platformatic/kafka';
import { PipelineError } from '../../../contracts/errors/pipeline-error.ts';
import type { KafkaConnection } from '../kafka-connection.ts';
import { platformaticOptions } from '../platformatic-options.ts';
import { errorNames } from '../send-failure.ts';
import { type BrowseRequest, type BrowsedRecord, browseTopic } from './browse-topic.ts';
import { type GroupState, groupStates } from './group-states.ts';
import { type LagRequest, type PartitionLag, lagOf } from './lag-of.ts';
import { type ReconcileRequest, type TopicReconciliation, reconcileTopics } from './reconcile-topics.ts';
import { type OffsetMove, type ResetRequest, resetOffsets } from './reset-offsets.ts';

/**
 * What an operator does to a cluster; a description of each is at the function of its name.
 *
 * All reject with a PipelineError: `input-invalid`, or `source-unavailable` when the cluster does not do what it is asked.
 */
export interface KafkaOperations {
  lagOf(request: LagRequest): Promise<readonly PartitionLag[]>;
  groupStates(groups?: readonly string[]): Promise<readonly GroupState[]>;
  resetOffsets(request: ResetRequest): Promise<readonly OffsetMove[]>;
  browseTopic(request: BrowseRequest): Promise<readonly BrowsedRecord[]>;
  /** How many brokers the cluster has. */
  brokers(): Promise<number>;
  reconcileTopics(request: ReconcileRequest): Promise<readonly TopicReconciliation[]>;
  close(): Promise<void>;
}

/** Operations on a cluster; it is connected to when the first one is asked for. */
export function createKafkaOperations(connection: KafkaConnection): KafkaOperations {
  const options = platformaticOptions(connection);
  const admin = new Admin({ ...options });
  // Only fetches: the name of a group is never used.
  const consumer = new Consumer({ ...options, groupId: `${connection.clientId}-browse`, autocommit: false });
  return {
    lagOf: (request) => answered(lagOf(admin, request)),
    groupStates: (groups) => answered(groupStates(admin, groups)),
    resetOffsets: (request) => answered(resetOffsets(admin, request)),
    browseTopic: (request) => answered(browseTopic({ admin, consumer }, request)),
    brokers: () => answered(admin.metadata({ topics: [], forceUpdate: true }).then(({ brokers }) => brokers.size)),
    reconcileTopics: (request) => answered(reconcileTopics(admin, request)),
    close: async () => {
      await Promise.allSettled([admin.close(), consumer.close()]);
    },
  };
}

async function answered<Answer>(asked: Promise<Answer>): Promise<Answer> {
  try {
    return await asked;
  } catch (cause) {
    if (cause instanceof PipelineError) {
      throw cause;
    }
    const names = [...new Set(errorNames(cause))].join(': ');
    throw new PipelineError(`the Kafka cluster must do what it is asked, got ${names}`, {
      code: 'source-unavailable',
      cause,
    });
  }
}
