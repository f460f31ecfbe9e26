import { Duration } from 'aws-cdk-lib/core';
import { timedStoresOf, timerHomesOf } from '../../lambdas/contracts/definition/timed-sagas.ts';
import type { TimersDefinition } from '../../lambdas/contracts/definition/timers.ts';
import { environmentVariables } from '../../lambdas/contracts/environment-variables.ts';
import type { EventFunction } from '../constructs/function/event-function.ts';
import type { HandlerBundles } from '../constructs/function/handler-bundles.ts';
import type { EventTable } from '../constructs/store/event-table.ts';
import { TimerSweep } from '../constructs/store/timer-sweep.ts';
import type { MessagingStack } from './messaging-stack.ts';
import { pipelineFunction } from './pipeline-function.ts';
import type { PipelineStack } from './pipeline-stack.ts';
import type { PipelineStackProps } from './pipeline-stack-props.ts';
import { grantHomes, homeVariables } from './publishing.ts';
import { queueAlarmsOf } from './queue-alarms-of.ts';

/** What the sweeper of timers works with. */
export interface TimersFunctionProps extends PipelineStackProps {
  readonly timers: TimersDefinition;
  readonly table: EventTable;
  readonly messaging: MessagingStack;
  readonly bundles: HandlerBundles;
}

/** Creates the function that tells sagas of their timers: it may read their stores and send to their queues alone. */
export function timersFunction(stack: PipelineStack, props: TimersFunctionProps): EventFunction {
  const { timers, definition, environment, messaging, table } = props;
  const homes = timerHomesOf(definition);
  const variables = { [environmentVariables.table]: table.table.tableName, ...homeVariables(messaging, homes) };
  const handler = pipelineFunction(stack, { ...props, id: 'Timers', part: timers, variables });
  grantHomes(messaging, homes, handler);
  new TimerSweep(stack, 'TimerSweep', {
    ...{ table, stores: timedStoresOf(definition), handler: handler.function },
    every: Duration.minutes(timers.everyMinutes),
    alarms: queueAlarmsOf(environment.alarms),
  });
  return handler;
}
