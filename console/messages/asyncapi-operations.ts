import type { ConsumerDefinition } from '../../lambdas/contracts/definition/consumer.ts';
import { type Home, homesOf } from '../../lambdas/contracts/definition/home.ts';
import type { PipelineDefinition } from '../../lambdas/contracts/definition/pipeline-definition.ts';
import { homesOfTypes } from '../../lambdas/contracts/definition/published-homes.ts';
import { sourceOf } from '../../lambdas/contracts/definition/source-of.ts';
import { addressOf, snsBinding } from './asyncapi-channels.ts';
import { brokerOperations } from './asyncapi-broker-operations.ts';
import { channelId, sourceChannelId } from './channel-id.ts';
import { through } from './channel-messages.ts';
import type { JsonSchema } from './json-schema.ts';
import { inOrder } from './message-types.ts';

/** What every consumer receives, what it sends to the home of each type that it publishes, and what it forwards and asks. */
export function asyncApiOperations(definition: PipelineDefinition): JsonSchema {
  const operations = Object.entries(definition.consumers).flatMap(([name, consumer]) => [
    [`${name}.receive`, receives(definition, name, consumer)] as const,
    ...homesOfTypes(definition, consumer.publishes).map(
      (home) =>
        [`${name}.send.${channelId(home.kind, home.name)}`, sends(definition, { name, consumer, home })] as const,
    ),
    ...brokerOperations(definition, name, consumer),
  ]);
  return Object.fromEntries(operations);
}

function receives(definition: PipelineDefinition, name: string, { source, handles }: ConsumerDefinition): JsonSchema {
  const read = sourceOf(definition, source) ?? { kind: 'queue', name: source };
  return {
    action: 'receive',
    title: `${name} receives from ${source}`,
    ...through(sourceChannelId(read), handles),
  };
}

function sends(
  definition: PipelineDefinition,
  { name, consumer, home }: { readonly name: string; readonly consumer: ConsumerDefinition; readonly home: Home },
): JsonSchema {
  const homes = homesOf(definition);
  const sent = consumer.publishes.filter((type) =>
    homes.get(type.name)?.some((one) => one.kind === home.kind && one.name === home.name),
  );
  const subscribers = home.kind === 'topic' ? subscribersOf(definition, home.name) : [];
  return {
    action: 'send',
    title: `${name} sends to ${home.name}`,
    ...through(channelId(home.kind, home.name), sent),
    ...(subscribers.length > 0 && { bindings: { sns: { consumers: subscribers, bindingVersion: snsBinding } } }),
    'x-dispatch': consumer.dispatch,
  };
}

/** The queues that a topic feeds, each with what it takes. */
function subscribersOf({ queues }: PipelineDefinition, topic: string): readonly JsonSchema[] {
  return Object.entries(queues).flatMap(([name, queue]) => {
    const taken = queue.from[topic];
    return taken === undefined
      ? []
      : [
          {
            protocol: 'sqs',
            endpoint: { name: addressOf(name, queue) },
            filterPolicy: { type: inOrder(taken).map((type) => type.name) },
            filterPolicyScope: 'MessageAttributes',
            rawMessageDelivery: true,
          },
        ];
  });
}
