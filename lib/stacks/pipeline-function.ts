import { Duration, Validations } from 'aws-cdk-lib/core';
import { entriesOf } from '../../lambdas/contracts/definition/entries-of.ts';
import type { PipelineDefinition } from '../../lambdas/contracts/definition/pipeline-definition.ts';
import type { FunctionConsumer } from '../../lambdas/contracts/definition/queue-consumers.ts';
import { EventFunction } from '../constructs/function/event-function.ts';
import { HandlerBundles } from '../constructs/function/handler-bundles.ts';
import type { ClientNetwork } from '../constructs/network/client-network.ts';
import { FunctionAlarms } from '../constructs/observability/function-alarms.ts';
import type { PipelineStack } from './pipeline-stack.ts';
import type { PipelineStackProps } from './pipeline-stack-props.ts';
import { queueAlarmsOf } from './queue-alarms-of.ts';

/** A function of a pipeline. */
export interface PipelineFunctionProps extends PipelineStackProps {
  /** Of the construct. */
  readonly id: string;
  readonly part: Pick<FunctionConsumer, 'entry' | 'timeoutSeconds' | 'memoryMb'>;
  readonly bundles: HandlerBundles;
  readonly variables: Readonly<Record<string, string>>;
  /** Where it runs, to reach brokers. @default - outside any network */
  readonly network?: ClientNetwork | undefined;
}

/** The bundles of all functions of a pipeline, made in one go. */
export function pipelineBundles(definition: PipelineDefinition): HandlerBundles {
  return new HandlerBundles(entriesOf(definition));
}

/**
 * Creates a function as its definition and its environment have it, watched; it may do nothing until something is
 * granted.
 */
export function pipelineFunction(stack: PipelineStack, props: PipelineFunctionProps): EventFunction {
  const { id, part, bundles, variables, network, definition, environment } = props;
  const handler = new EventFunction(stack, id, {
    entry: part.entry,
    bundles,
    timeout: Duration.seconds(part.timeoutSeconds),
    memoryMb: part.memoryMb,
    environment: variables,
    ...(network && { network }),
    logRetention: environment.logRetention,
    description: `${id} of pipeline ${definition.name}`,
  });
  Validations.of(handler).acknowledge({
    id: 'Serverless::Serverless-LambdaDLQ',
    reason: 'its mapping keeps failures in the dead letters of its source, or its rule invokes it again soon',
  });
  new FunctionAlarms(handler, 'Alarms', {
    ...{ function: handler.function, name: id, alarms: queueAlarmsOf(environment.alarms) },
  });
  return handler;
}
