import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { ConsumerDefinition } from '../../lambdas/contracts/definition/consumer.ts';
import type { Home } from '../../lambdas/contracts/definition/home.ts';
import type { PipelineDefinition } from '../../lambdas/contracts/definition/pipeline-definition.ts';
import { homesOfConsumer } from '../../lambdas/contracts/definition/published-homes.ts';
import { relayedHomesOf, timerHomesOf } from '../../lambdas/contracts/definition/timed-sagas.ts';
import { environmentVariables } from '../../lambdas/contracts/environment-variables.ts';
import type { MessagingStack } from './messaging-stack.ts';
import { partNamed } from './part-named.ts';

/** The homes of what a consumer publishes itself; what it leaves to the relay is not among them. */
export function dispatchedTo(
  definition: PipelineDefinition,
  consumer: Pick<ConsumerDefinition, 'dispatch' | 'publishes' | 'repliesTo'>,
): readonly Home[] {
  return consumer.dispatch === 'at once' ? homesOfConsumer(definition, consumer) : [];
}

/** Where a function finds the topics and queues that it publishes to. */
export function homeVariables(messaging: MessagingStack, homes: readonly Home[]): Readonly<Record<string, string>> {
  const variables = homes.map(({ kind, name }): readonly [string, string] =>
    kind === 'topic'
      ? [environmentVariables.topic(name), partNamed(messaging.topics, name).topic.topicArn]
      : [environmentVariables.queue(name), partNamed(messaging.queues, name).queue.queueUrl],
  );
  return Object.fromEntries(variables);
}

/** Where a function that publishes for all consumers finds what it sends to, and what keeps messages that are due later. */
export function relayVariables(
  messaging: MessagingStack,
  definition: PipelineDefinition,
): Readonly<Record<string, string>> {
  return { ...homeVariables(messaging, relayedHomesOf(definition)), ...scheduleVariables(messaging, definition) };
}

/** Lets a function publish for all consumers, and keep for them what is due later. */
export function grantRelaying(messaging: MessagingStack, definition: PipelineDefinition, grantee: IGrantable): void {
  grantHomes(messaging, relayedHomesOf(definition), grantee);
  messaging.schedules?.grantSchedule(grantee);
}

/** Lets a function publish to some topics and queues, and to no others. */
export function grantHomes(messaging: MessagingStack, homes: readonly Home[], grantee: IGrantable): void {
  for (const { kind, name } of homes) {
    if (kind === 'topic') {
      partNamed(messaging.topics, name).grantPublish(grantee);
    } else {
      partNamed(messaging.queues, name).grantSend(grantee);
    }
  }
}

function scheduleVariables(
  { schedules, queues }: MessagingStack,
  definition: PipelineDefinition,
): Readonly<Record<string, string>> {
  if (schedules === undefined) {
    return {};
  }
  const targets = timerHomesOf(definition).map(({ name }): readonly [string, string] => [
    environmentVariables.queueArn(name),
    partNamed(queues, name).queue.queueArn,
  ]);
  return {
    [environmentVariables.scheduleGroup]: schedules.group.ref,
    [environmentVariables.scheduleRole]: schedules.role.roleArn,
    [environmentVariables.scheduleDeadLetters]: schedules.failures.queue.queueArn,
    ...Object.fromEntries(targets),
  };
}
