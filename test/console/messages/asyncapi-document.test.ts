import { describe, expect, it } from '@jest/globals';
import { Parser } from '@asyncapi/parser';
import * as z from 'zod/mini';
import { asyncApiDocument } from '../../../console/messages/asyncapi-document.ts';
import { asyncApiComponents } from '../../../console/messages/asyncapi-messages.ts';
import { messageTypes } from '../../../console/messages/message-types.ts';
import { consumer } from '../../../lambdas/contracts/definition/consumer.ts';
import { noDeadLetter } from '../../../lambdas/contracts/definition/dead-letter.ts';
import { pipeline } from '../../../lambdas/contracts/definition/pipeline.ts';
import type { PipelineDefinition } from '../../../lambdas/contracts/definition/pipeline-definition.ts';
import { queue } from '../../../lambdas/contracts/definition/queue.ts';
import { rabbitCall } from '../../../lambdas/contracts/definition/rabbit-call.ts';
import { relay } from '../../../lambdas/contracts/definition/relay.ts';
import { topic } from '../../../lambdas/contracts/definition/topic.ts';
import { event, type EventType } from '../../../lambdas/contracts/events/event-type.ts';
import { coreOrders } from '../../../lambdas/contracts/orders/core-orders.ts';
import { orders } from '../../../lambdas/contracts/orders/pipeline.ts';
import { brokerParts } from '../../lambdas/contracts/definition/broker-sample.ts';
import { Begin, Begun, parts } from '../../lambdas/contracts/definition/sample-parts.ts';

const version = '1.2.3';
const textOf = (definition: PipelineDefinition): string =>
  JSON.stringify(asyncApiDocument(definition, { version }), undefined, 2);

/** A topic and a queue of one name, a tree as data, no dead letters, and no store for long data. */
function smallPipeline(type: EventType): PipelineDefinition {
  return pipeline('small', {
    topics: { tree: topic({ carries: [type] }) },
    queues: { tree: queue({ from: { tree: [type] }, deadLetter: noDeadLetter('a copy of what can be had again') }) },
    consumers: { prune: consumer({ entry: 'lambdas/prune/handler.ts', source: 'tree', handles: [type] }) },
    relay: relay({ entry: 'lambdas/relay-outbox/handler.ts' }),
  });
}

const { taskReader } = brokerParts.consumers;
const brokerPipeline = pipeline('brokers', {
  ...brokerParts,
  rabbitmq: {
    ...brokerParts.rabbitmq,
    calls: { quote: rabbitCall('rpc_queue', { request: Begin, reply: Begun, worker: 'quote.ts' }) },
  },
  consumers: { ...brokerParts.consumers, taskReader: { ...taskReader, calls: ['quote'] } },
});

interface Tree {
  readonly children: readonly Tree[];
}

const treeSchema: z.ZodMiniType<Tree> = z.object({
  get children() {
    return z.array(treeSchema);
  },
});

const TreeGrown = event('tree.grown', { schema: treeSchema, key: () => 'tree' });

describe('the AsyncAPI document', () => {
  it.each([
    ['the reference application', orders],
    ['a pipeline that puts no data aside', pipeline('sample', parts)],
    ['a type that holds itself', smallPipeline(TreeGrown)],
    ['a pipeline with something at every broker', brokerPipeline],
  ])('is accepted by the official parser without an error, a warning or a hint: %s', async (_, definition) => {
    const { document, diagnostics } = await new Parser().parse(textOf(definition));

    expect(diagnostics.map(({ severity, message, path }) => ({ severity, message, path }))).toEqual([]);
    expect(document?.version()).toBe('3.1.0');
  });

  it('has what is at brokers as channels, and who sends there, reads there and asks there', async () => {
    const { document } = await new Parser().parse(textOf(brokerPipeline));
    const channels = document
      ?.channels()
      .all()
      .map((channel) => channel.id());
    const operations = document
      ?.operations()
      .all()
      .map((operation) => operation.id());

    expect(channels?.filter((id) => !/^(topic|queue)\./.test(id))).toEqual([
      ...['kafka.log', 'redis.live', 'rabbitmq.events', 'rabbitmq.dlx', 'nats.feed'],
      ...['rabbitmq-queue.tasks', 'rabbitmq-call.quote'],
    ]);
    expect(operations).toEqual(
      expect.arrayContaining([
        ...['toKafka.forward.kafka.log', 'toRabbit.forward.rabbitmq.events', 'taskReader.call.rabbitmq-call.quote'],
        ...['logReader.receive', 'taskReader.receive'],
      ]),
    );
    expect(document?.channels().get('kafka.log')?.bindings().get('kafka')?.value()).toMatchObject({
      topic: 'test.log',
      partitions: 6,
      replicas: 3,
      topicConfiguration: { 'retention.ms': 604_800_000 },
    });
  });

  it('has every topic and queue, every consumer, and every message as the parser reads it', async () => {
    const { document } = await new Parser().parse(textOf(coreOrders));

    expect(
      document
        ?.channels()
        .all()
        .map((channel) => channel.id()),
    ).toEqual([
      ...Object.keys(coreOrders.topics).map((name) => `topic.${name}`),
      ...Object.keys(coreOrders.queues).map((name) => `queue.${name}`),
    ]);
    expect(
      document
        ?.operations()
        .filterByReceive()
        .map((operation) => operation.id()),
    ).toEqual(Object.keys(coreOrders.consumers).map((name) => `${name}.receive`));
    expect(
      document
        ?.components()
        .messages()
        .all()
        .map((message) => message.name()),
    ).toEqual(messageTypes(coreOrders).map(({ name }) => name));
  });

  it('says what a consumer sends where, and which queues a topic feeds', () => {
    expect(asyncApiDocument(orders, { version })).toMatchObject({
      operations: {
        'placeOrder.send.topic.orderEvents': {
          action: 'send',
          channel: { $ref: '#/channels/topic.orderEvents' },
          messages: [
            ...['order.cancel-requested', 'order.confirmed', 'order.placed', 'order.rejected', 'order.returned'],
          ].map((name) => ({ $ref: `#/channels/topic.orderEvents/messages/${name}` })),
          bindings: {
            sns: {
              consumers: expect.arrayContaining([
                expect.objectContaining({
                  endpoint: { name: 'fulfilment.fifo' },
                  filterPolicy: { type: ['order.cancel-requested', 'order.placed'] },
                }),
              ]),
            },
          },
        },
      },
    });
  });

  it('has the envelope with the data of its type as payload, or its whereabouts where long data is put aside', () => {
    const messageOf = (definition: PipelineDefinition, name: string): unknown =>
      asyncApiComponents(messageTypes(definition), { spills: definition.payloads !== undefined }).messages[name];

    expect(messageOf(orders, 'order.placed')).toMatchObject({
      contentType: 'application/cloudevents+json',
      payload: {
        allOf: [{ $ref: '#/components/schemas/envelope' }],
        properties: {
          dataschema: { const: 'urn:event:order.placed:1' },
          data: { $ref: '#/components/schemas/order.placed.data' },
        },
        anyOf: [{ required: ['data'] }, { required: ['dataref'] }],
      },
      'x-version': 1,
    });
    expect(messageOf(smallPipeline(TreeGrown), 'tree.grown')).toMatchObject({ payload: { required: ['data'] } });
  });

  it('is the same text each time', () => {
    const sample = pipeline('sample', parts);

    expect(textOf(orders)).toBe(textOf(orders));
    expect(textOf(sample)).toBe(textOf(sample));
    expect(textOf(sample)).toMatchSnapshot();
  });

  it('fails for a name that cannot name a component', () => {
    const type = event('tree/grown', { schema: z.object({}), key: () => 'tree' });

    expect(() => asyncApiDocument(smallPipeline(type), { version })).toThrow('got "tree/grown"');
  });
});
