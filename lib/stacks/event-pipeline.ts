import type { Construct } from 'constructs';
import { brokerKinds } from '../../lambdas/contracts/definition/broker-kind.ts';
import { withBrokers } from '../../lambdas/contracts/definition/with-brokers.ts';
import { applyRules } from '../aspects/apply-rules.ts';
import type { Environment } from '../config/environment.ts';
import { BrokersStack } from './brokers-stack.ts';
import { availableBrokers } from './brokers/available-brokers.ts';
import type { BrokerPlace } from './brokers/broker-place.ts';
import { brokerReach } from './brokers/broker-reach.ts';
import { ConsumersStack } from './consumers-stack.ts';
import { DataStack } from './data-stack.ts';
import { IndexStack } from './index-stack.ts';
import { MessagingStack } from './messaging-stack.ts';
import { pipelineBundles } from './pipeline-function.ts';
import type { PipelineStack } from './pipeline-stack.ts';
import type { PipelineStackProps } from './pipeline-stack-props.ts';
import { WorkersStack, needsWorkers } from './workers-stack.ts';

/** The stacks of one pipeline in one environment, in the order they are deployed. */
export interface EventPipeline {
  readonly data: DataStack;
  readonly messaging: MessagingStack;
  /** Undefined without brokers beside SNS and SQS, and where what is at them is made and read from outside. */
  readonly brokers: BrokersStack | undefined;
  readonly consumers: ConsumersStack;
  /** Undefined where nothing runs as a process. */
  readonly workers: WorkersStack | undefined;
  /** Undefined where the events of the pipeline are not indexed. */
  readonly index: IndexStack | undefined;
}

/**
 * Creates the stacks of a pipeline directly under `scope`, held to the rules of this package and tagged.
 *
 * @throws ConstructError for settings that cannot work, PipelineError `environment-invalid` for a setting of a
 * consumer that the environment does not give, and for workers without a network.
 */
export function createEventPipeline(scope: Construct, asked: PipelineStackProps): EventPipeline {
  const { environment } = asked;
  const props = { ...asked, definition: withBrokers(asked.definition, availableBrokers(environment.brokers)) };
  const { name, eventIndex } = props.definition;
  const bundles = pipelineBundles(props.definition);
  const data = new DataStack(scope, props);
  const messaging = new MessagingStack(scope, props);
  const brokers = needsBrokers(props) ? new BrokersStack(scope, { ...props, bundles }) : undefined;
  const { table, payloads, personalKey, index: indexTable } = data;
  const shared = { ...props, table, payloads, personalKey, bundles };
  const consuming = { ...shared, messaging, brokers: brokers?.place ?? elsewhere(environment) };
  const consumers = new ConsumersStack(scope, consuming);
  const workers = needsWorkers(props) ? new WorkersStack(scope, consuming) : undefined;
  const index = eventIndex && indexTable && new IndexStack(scope, { ...shared, eventIndex, index: indexTable });
  const pipeline = { data, messaging, brokers, consumers, workers, index };
  for (const stack of Object.values(pipeline).filter((one) => one !== undefined)) {
    applyRules(stack, { pipeline: name, environment: environment.name });
  }
  deployBefore(brokers, [consumers, workers]);
  return pipeline;
}

/** Where something outside reads the brokers, it makes what is at them too. */
function needsBrokers({ definition, environment }: PipelineStackProps): boolean {
  return environment.streamPolling === 'lambda' && brokerKinds.some((kind) => definition[kind] !== undefined);
}

function elsewhere({ brokers }: Environment): BrokerPlace {
  return { made: {}, network: undefined, reach: brokerReach(brokers) };
}

/** What reads and writes brokers is there after what it reads and writes, also where nothing of it names the other. */
function deployBefore(brokers: BrokersStack | undefined, clients: readonly (PipelineStack | undefined)[]): void {
  if (brokers !== undefined) {
    clients.forEach((client) => client?.addStackDependency(brokers));
  }
}
