import type { PipelineDefinition } from '../../lambdas/contracts/definition/pipeline-definition.ts';
import { type ForwardTarget, forwardTargets } from '../../lambdas/contracts/definition/forward-target.ts';
import { arrivalsOfRabbitQueue } from '../../lambdas/contracts/definition/rabbit-arrivals.ts';
import type { EventType } from '../../lambdas/contracts/events/event-type.ts';
import { channelId } from './channel-id.ts';
import { messageReferences } from './message-references.ts';
import type { JsonSchema } from './json-schema.ts';

type Channel = readonly [id: string, channel: JsonSchema];

/** Version of the Kafka binding, the newest that the parser takes. Source: https://github.com/asyncapi/bindings/blob/master/kafka/README.md */
const kafkaBinding = '0.5.0';

/** Version of the AMQP binding, the newest that the parser takes. Source: https://github.com/asyncapi/bindings/blob/master/amqp/README.md */
const amqpBinding = '0.3.0';

const msOfDay = 86_400_000;

/** Every topic, stream, exchange, queue and call at a broker beside SNS and SQS as a channel. */
export function brokerChannels(definition: PipelineDefinition): readonly Channel[] {
  const { queues = {}, calls = {} } = definition.rabbitmq ?? {};
  return [
    ...forwardTargets(definition).map((target): Channel => [channelId(target.kind, target.name), targetOf(target)]),
    ...Object.entries(queues).map(([name, queue]): Channel => [
      channelId('rabbitmq-queue', name),
      amqpQueue(queue.queue, {
        description: `Quorum queue of RabbitMQ, bound to ${queue.bindings.join(', ')}`,
        types: arrivalsOfRabbitQueue(definition, queue),
      }),
    ]),
    ...Object.entries(calls).map(([name, { queue, request, reply, timeoutSeconds }]): Channel => [
      channelId('rabbitmq-call', name),
      amqpQueue(queue, {
        description: `Questions over RabbitMQ that are answered within ${timeoutSeconds} s`,
        types: [request, reply],
      }),
    ]),
  ];
}

function targetOf(one: ForwardTarget): JsonSchema {
  switch (one.kind) {
    case 'kafka':
      return {
        ...described(one, { address: one.target.topic, description: 'Kafka topic that keeps the order of each key' }),
        bindings: {
          kafka: {
            topic: one.target.topic,
            partitions: one.target.partitions,
            replicas: one.target.replicas,
            topicConfiguration: { 'retention.ms': one.target.retentionDays * msOfDay },
            bindingVersion: kafkaBinding,
          },
        },
      };
    case 'redis':
      return described(one, { address: one.target.stream, description: 'Stream of Redis' });
    case 'nats':
      return described(one, { address: one.target.stream, description: 'Stream of NATS JetStream' });
    case 'rabbitmq':
      return {
        ...described(one, { address: one.target.exchange, description: `Exchange of RabbitMQ, ${one.target.type}` }),
        bindings: {
          amqp: {
            is: 'routingKey',
            exchange: { name: one.target.exchange, type: one.target.type, durable: true, autoDelete: false },
            bindingVersion: amqpBinding,
          },
        },
      };
  }
}

function described(
  { name, target }: ForwardTarget,
  { address, description }: { readonly address: string; readonly description: string },
): JsonSchema {
  return { address, title: name, description, messages: messageReferences(target.carries) };
}

function amqpQueue(
  queue: string,
  { description, types }: { readonly description: string; readonly types: readonly EventType[] },
): JsonSchema {
  return {
    ...{ address: queue, title: queue, description, messages: messageReferences(types) },
    bindings: {
      amqp: {
        is: 'queue',
        queue: { name: queue, durable: true, exclusive: false, autoDelete: false },
        bindingVersion: amqpBinding,
      },
    },
  };
}
