import { describe, expect, it } from '@jest/globals';
import { createKafkaHost } from '../../../../lambdas/adapters/lambda/kafka-host.ts';
import { createRabbitHost } from '../../../../lambdas/adapters/lambda/rabbit-host.ts';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { silentTelemetry } from '../../../../lambdas/adapters/telemetry/silent-telemetry.ts';
import { pipeline } from '../../../../lambdas/contracts/definition/pipeline.ts';
import type { Consumer } from '../../../../lambdas/core/consume/consumer.ts';
import { ok } from '../../../../lambdas/core/consume/outcome.ts';
import { arriving } from '../../../support/commands.ts';
import { brokerParts } from '../../contracts/definition/broker-sample.ts';
import { Begun } from '../../contracts/definition/sample-parts.ts';

const definition = pipeline('test', brokerParts);
const context = { getRemainingTimeInMillis: () => 10_000 };
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const sound = JSON.stringify(arriving(Begun.of({ id: 'i1' })));

function parts() {
  const seen: string[] = [];
  const consumer: Consumer = {
    name: 'reader',
    handles: [Begun],
    handle: ({ subject }) => {
      seen.push(subject);
      return Promise.resolve(ok());
    },
  };
  return { seen, consumer, options: { items: createMemoryItemStore(), telemetry: silentTelemetry } };
}

function kafkaRecord(offset: number, text: string) {
  return { topic: 'test.log', partition: 0, offset, key: base64('i1'), value: base64(text), headers: [] };
}

describe('hosts of functions on brokers', () => {
  it('parks the key of what can never be handled on Kafka, without a connection, and goes on', async () => {
    const { seen, consumer, options } = parts();
    const handler = createKafkaHost(definition, 'logReader', options).handlerOf(consumer);
    const records = { 'test.log-0': [kafkaRecord(0, sound), kafkaRecord(1, '{'), kafkaRecord(2, sound)] };

    expect(await handler({ records }, context)).toEqual({ batchItemFailures: [] });

    expect(seen).toEqual(['i1']);
  });

  it('handles a batch of RabbitMQ, and lets one come again that it cannot park', async () => {
    const { seen, consumer, options } = parts();
    const handler = createRabbitHost(definition, 'taskReader', options).handlerOf(consumer);
    const event = (text: string) => ({
      rmqMessagesByQueue: { 'work_queue::/': [{ basicProperties: { headers: {} }, data: base64(text) }] },
    });

    await handler(event(sound), context);

    expect(seen).toEqual(['i1']);
    await expect(handler(event('{'), context)).rejects.toMatchObject({ code: 'batch-failed', retryable: true });
  });

  it('refuses a consumer that reads something else', () => {
    const { options } = parts();

    expect(() => createKafkaHost(definition, 'taskReader', options)).toThrow(
      'consumer "taskReader" must read a topic of Kafka, got "tasks"',
    );
    expect(() => createRabbitHost(definition, 'logReader', options)).toThrow(
      'consumer "logReader" must read a queue of RabbitMQ with dead letters, got "log"',
    );
  });
});
