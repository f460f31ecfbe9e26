import type { Construct } from 'constructs';
import { withBrokers } from '../../lambdas/contracts/definition/with-brokers.ts';
import { applyRules } from '../aspects/apply-rules.ts';
import { ConsumersStack } from './consumers-stack.ts';
import { DataStack } from './data-stack.ts';
import { IndexStack } from './index-stack.ts';
import { MessagingStack } from './messaging-stack.ts';
import { reachableBrokers } from './reachable-brokers.ts';
import { pipelineBundles } from './pipeline-function.ts';
import type { PipelineStackProps } from './pipeline-stack-props.ts';

/** The stacks of one pipeline in one environment, in the order they are deployed. */
export interface EventPipeline {
  readonly data: DataStack;
  readonly messaging: MessagingStack;
  readonly consumers: ConsumersStack;
  /** Undefined where the events of the pipeline are not indexed. */
  readonly index: IndexStack | undefined;
}

/**
 * Creates the stacks of a pipeline directly under `scope`, held to the rules of this package and tagged.
 *
 * @throws ConstructError for settings that cannot work, PipelineError `environment-invalid` for a setting of a
 * consumer that the environment does not give.
 */
export function createEventPipeline(scope: Construct, asked: PipelineStackProps): EventPipeline {
  const props = { ...asked, definition: withBrokers(asked.definition, reachableBrokers(asked.environment)) };
  const data = new DataStack(scope, props);
  const messaging = new MessagingStack(scope, props);
  const { table, payloads, personalKey, index: indexTable } = data;
  const { eventIndex } = props.definition;
  const bundles = pipelineBundles(props.definition);
  const consumers = new ConsumersStack(scope, { ...props, table, payloads, personalKey, messaging, bundles });
  const index =
    eventIndex &&
    indexTable &&
    new IndexStack(scope, { ...props, eventIndex, table, index: indexTable, payloads, personalKey, bundles });
  for (const stack of [data, messaging, consumers, ...(index === undefined ? [] : [index])]) {
    applyRules(stack, { pipeline: props.definition.name, environment: props.environment.name });
  }
  return { data, messaging, consumers, index };
}
