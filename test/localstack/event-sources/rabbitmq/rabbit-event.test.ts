import { describe, expect, it } from '@jest/globals';
import type { ConsumeMessage, MessageProperties } from 'amqplib';
import { rabbitRecord } from '../../../../lambdas/adapters/lambda/rabbit-record.ts';
import { lambdaRabbitMessage } from '../../../../localstack/event-sources/rabbitmq/lambda-rabbit-message.ts';
import { rabbitEvent } from '../../../../localstack/event-sources/rabbitmq/rabbit-event.ts';
import { rabbitEvent as recorded } from '../../../event-sources-recorded/rabbit-events.ts';

const [sample] = recorded.rmqMessagesByQueue['pizzaQueue::/'];
const body = Buffer.from(sample?.data ?? '', 'base64');
const propertyNames = Object.keys(sample?.basicProperties ?? {});

/** A message as the client gives it; properties that its sender left out are undefined. */
function delivered(properties: Partial<MessageProperties> = {}, content = Buffer.from('{}')): ConsumeMessage {
  const absent = {
    ...{ contentType: undefined, contentEncoding: undefined, headers: {}, deliveryMode: undefined },
    ...{ priority: undefined, correlationId: undefined, replyTo: undefined, expiration: undefined },
    ...{ messageId: undefined, timestamp: undefined, type: undefined, userId: undefined },
    ...{ appId: undefined, clusterId: undefined },
  };
  const fields = {
    consumerTag: 'c',
    deliveryTag: 1,
    redelivered: false,
    exchange: 'events',
    routingKey: 'order.placed',
  };
  return { content, fields, properties: { ...absent, ...properties } };
}

describe('event of RabbitMQ', () => {
  it('is what was recorded, when the same message lies in the queue', () => {
    const message = delivered(
      {
        ...{ contentType: 'text/plain', deliveryMode: 1, priority: 34, expiration: '60000' },
        headers: { header1: 'value1', header2: 'value2', numberInHeader: 10 },
        ...{ timestamp: 2021, userId: 'AIDACKCEVSQ6C2EXAMPLE' },
      },
      body,
    );

    const event = rabbitEvent({ eventSourceArn: recorded.eventSourceArn, queue: 'pizzaQueue' }, [
      lambdaRabbitMessage(message),
    ]);

    // The recorded size is not that of the recorded body.
    const basicProperties = { ...sample?.basicProperties, bodySize: body.byteLength };
    expect(event).toEqual({ ...recorded, rmqMessagesByQueue: { 'pizzaQueue::/': [{ ...sample, basicProperties }] } });
    const [message0] = event.rmqMessagesByQueue['pizzaQueue::/'] ?? [];
    expect(Object.keys(message0?.basicProperties ?? {})).toEqual(propertyNames);
    expect(JSON.parse(JSON.stringify(event))).toEqual(event);
  });

  it('has null for everything that the sender left out', () => {
    expect(lambdaRabbitMessage(delivered()).basicProperties).toEqual({
      ...Object.fromEntries(propertyNames.map((name) => [name, null])),
      bodySize: 2,
    });
  });

  it('names the virtual host of the queue', () => {
    const event = rabbitEvent({ eventSourceArn: 'arn', queue: 'q', virtualHost: 'shop' }, []);

    expect(Object.keys(event.rmqMessagesByQueue)).toEqual(['q::shop']);
  });

  it('carries headers of every type, lists and tables in them', () => {
    const death = { queue: 'q', count: 2, time: { '!': 'timestamp', value: 2021 } };
    const headers: Record<string, unknown> = { yes: true, no: null, bytes: Buffer.from([0xff, 1]), 'x-death': [death] };

    expect(lambdaRabbitMessage(delivered({ headers })).basicProperties['headers']).toEqual({
      yes: true,
      no: null,
      bytes: { bytes: [-1, 1] },
      'x-death': [{ queue: { bytes: [113] }, count: 2, time: 'Jan 1, 1970, 12:33:41 AM' }],
    });
  });

  it('is read by our own parser as what was sent', () => {
    const headers = { ce_id: 'm1', ce_partitionkey: 'Zoë', 'x-delivery-count': 3 };

    expect(rabbitRecord('q::/', lambdaRabbitMessage(delivered({ headers }, Buffer.from('{"a":1}'))))).toMatchObject({
      id: 'm1',
      group: 'Zoë',
      body: '{"a":1}',
      receiveCount: 4,
    });
  });
});
