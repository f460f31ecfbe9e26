import type { ConsumerDefinition } from '../../lambdas/contracts/definition/consumer.ts';
import { type ForwardTarget, carriedBy, forwardTarget } from '../../lambdas/contracts/definition/forward-target.ts';
import type { PipelineDefinition } from '../../lambdas/contracts/definition/pipeline-definition.ts';
import type { RabbitCallDefinition } from '../../lambdas/contracts/definition/rabbit-call.ts';
import { channelId } from './channel-id.ts';
import { messagesIn, through } from './channel-messages.ts';
import type { JsonSchema } from './json-schema.ts';

type Operation = readonly [id: string, operation: JsonSchema];

/** What a consumer forwards to brokers, and what it asks over them. */
export function brokerOperations(
  definition: PipelineDefinition,
  name: string,
  consumer: ConsumerDefinition,
): readonly Operation[] {
  const known = definition.rabbitmq?.calls ?? {};
  return [
    ...consumer.forwards
      .flatMap((target) => forwardTarget(definition, target) ?? [])
      .map((target) => forwarding(name, consumer, target)),
    ...consumer.calls.flatMap((call) => {
      const asked = known[call];
      return asked === undefined ? [] : [asking(name, call, asked)];
    }),
  ];
}

function forwarding(name: string, { handles }: ConsumerDefinition, target: ForwardTarget): Operation {
  const channel = channelId(target.kind, target.name);
  const carried = carriedBy(target);
  const sent = handles.filter((type) => carried.has(type.name));
  return [
    `${name}.forward.${channel}`,
    { action: 'send', title: `${name} forwards to ${target.name}`, ...through(channel, sent) },
  ];
}

function asking(name: string, call: string, { request, reply }: RabbitCallDefinition): Operation {
  const channel = channelId('rabbitmq-call', call);
  return [
    `${name}.call.${channel}`,
    {
      ...{ action: 'send', title: `${name} asks ${call}`, ...through(channel, [request]) },
      reply: { channel: { $ref: `#/channels/${channel}` }, messages: messagesIn(channel, [reply]) },
    },
  ];
}
