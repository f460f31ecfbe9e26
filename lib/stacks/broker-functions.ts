import { brokersOf } from '../../lambdas/contracts/definition/with-brokers.ts';
import { environmentVariables } from '../../lambdas/contracts/environment-variables.ts';
import { pascalCase } from '../../lambdas/contracts/pascal-case.ts';
import type { EventFunction } from '../constructs/function/event-function.ts';
import { brokerVariables, grantBrokerLogins } from './broker-access.ts';
import { type BrokerConsumer, brokerConsumers } from './broker-consumers.ts';
import type { ConsumersStackProps } from './consumers-stack-props.ts';
import { grantPayloads } from './grant-payloads.ts';
import { grantPersonal, personalVariables } from './personal-access.ts';
import { pipelineFunction } from './pipeline-function.ts';
import type { PipelineStack } from './pipeline-stack.ts';
import { dispatchedTo, grantHomes, homeVariables } from './publishing.ts';
import { settingsOf } from './settings-of.ts';

/**
 * The functions that read brokers at an address, by consumer. They have no mapping here: something outside reads the
 * broker and invokes them.
 */
export function brokerFunctions(
  stack: PipelineStack,
  props: ConsumersStackProps,
): readonly (readonly [string, EventFunction])[] {
  return brokerConsumers(props.definition, props.environment)
    .filter(({ runsAs }) => runsAs === 'function')
    .map((one) => [one.name, brokerFunction(stack, props, one)] as const);
}

function brokerFunction(stack: PipelineStack, props: ConsumersStackProps, one: BrokerConsumer): EventFunction {
  const { definition, environment, messaging, payloads, table } = props;
  const { name, consumer, entry } = one;
  const [kinds, homes] = [brokersOf(definition, consumer), dispatchedTo(definition, consumer)];
  const handler = pipelineFunction(stack, {
    ...{ ...props, id: `Consumer${pascalCase(name)}`, part: { ...consumer, entry } },
    variables: {
      [environmentVariables.table]: table.table.tableName,
      ...(payloads && { [environmentVariables.payloadBucket]: payloads.bucket.bucketName }),
      ...personalVariables(props),
      ...homeVariables(messaging, homes),
      ...settingsOf(name, consumer.settings, environment),
      ...brokerVariables(environment.brokers, kinds),
    },
  });
  grantBrokerLogins(stack, { id: pascalCase(name), brokers: environment.brokers, kinds }, handler);
  grantHomes(messaging, homes, handler);
  table.grantStore(handler, consumer.stores);
  table.grantDeadLetters(handler, consumer.source);
  grantPayloads(payloads, handler, consumer);
  grantPersonal(props, handler);
  return handler;
}
