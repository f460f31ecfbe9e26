import type { Home } from '../../lambdas/contracts/definition/home.ts';
import { environmentVariables } from '../../lambdas/contracts/environment-variables.ts';
import type { EventFunction } from '../constructs/function/event-function.ts';
import type { MessagingStack } from './messaging-stack.ts';
import { partNamed } from './part-named.ts';

/** Where a function finds the topics and queues that it publishes to. */
export function homeVariables(messaging: MessagingStack, homes: readonly Home[]): Readonly<Record<string, string>> {
  const variables = homes.map(({ kind, name }): readonly [string, string] =>
    kind === 'topic'
      ? [environmentVariables.topic(name), partNamed(messaging.topics, name).topic.topicArn]
      : [environmentVariables.queue(name), partNamed(messaging.queues, name).queue.queueUrl],
  );
  return Object.fromEntries(variables);
}

/** Lets a function publish to some topics and queues, and to no others. */
export function grantHomes(messaging: MessagingStack, homes: readonly Home[], handler: EventFunction): void {
  for (const { kind, name } of homes) {
    if (kind === 'topic') {
      partNamed(messaging.topics, name).grantPublish(handler);
    } else {
      partNamed(messaging.queues, name).grantSend(handler);
    }
  }
}
