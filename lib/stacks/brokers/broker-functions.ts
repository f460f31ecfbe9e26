import { pascalCase } from '../../../lambdas/contracts/pascal-case.ts';
import type { EventFunction } from '../../constructs/function/event-function.ts';
import { consumerVariables, grantConsumer } from '../consumer-access.ts';
import type { ConsumersStackProps } from '../consumers-stack-props.ts';
import { pipelineFunction } from '../pipeline-function.ts';
import type { PipelineStack } from '../pipeline-stack.ts';
import { type BrokerConsumer, brokerConsumers } from './broker-consumers.ts';
import { addBrokerMapping } from './broker-mapping.ts';

/**
 * The functions that read brokers, by consumer, each with its mapping; without one where something outside reads the
 * broker and invokes them.
 */
export function brokerFunctions(
  stack: PipelineStack,
  props: ConsumersStackProps,
): readonly (readonly [string, EventFunction])[] {
  const { definition, environment } = props;
  return brokerConsumers(definition, environment)
    .filter(({ runsAs }) => runsAs === 'function')
    .map((one) => {
      const handler = brokerFunction(stack, props, one);
      if (environment.streamPolling === 'lambda') {
        addBrokerMapping(stack, props, { ...one, handler });
      }
      return [one.name, handler];
    });
}

function brokerFunction(stack: PipelineStack, props: ConsumersStackProps, one: BrokerConsumer): EventFunction {
  const { name, consumer, entry } = one;
  const handler = pipelineFunction(stack, {
    ...{ ...props, id: `Consumer${pascalCase(name)}`, part: { ...consumer, entry } },
    variables: consumerVariables(props, one),
    network: props.brokers.network,
  });
  grantConsumer(props, one, handler);
  props.table.grantDeadLetters(handler, consumer.source);
  return handler;
}
