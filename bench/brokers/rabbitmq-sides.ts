import { setTimeout } from 'node:timers/promises';
import { connect } from 'amqplib';
import { connectRabbit } from '../../lambdas/adapters/rabbitmq/rabbit-connection.ts';
import { createRabbitPublisher } from '../../lambdas/adapters/rabbitmq/rabbit-publisher.ts';
import { createRabbitSource } from '../../lambdas/adapters/rabbitmq/rabbit-source.ts';
import { abortableSleep } from '../../lambdas/adapters/system/abortable-sleep.ts';
import { systemClock as clock } from '../../lambdas/adapters/system/system-clock.ts';
import { createMemoryTelemetry } from '../../lambdas/adapters/telemetry/memory-telemetry.ts';
import { startRabbitMq } from '../../localstack/backends/rabbitmq/start-rabbitmq.ts';
import { takeFromQueue, sendToQueue } from './amqplib-calls.ts';
import { startOurWorker } from './our-worker.ts';
import { publishAll } from './publish-all.ts';
import { type BrokerSides, type ConsumerSide, type ProducerSide, aims } from './sides.ts';

const telemetry = createMemoryTelemetry();

/** Messages that a consumer holds unsettled. */
const prefetch = 200;

/**
 * Milliseconds between the last acknowledgement and the end of its channel, outside of what is measured: a quorum queue
 * that has not applied an acknowledgement yet forgets it with the channel, whichever client sent it.
 */
const appliedMs = 1000;

/** Starts RabbitMQ, and tells how this package and amqplib alone work with quorum queues of it. */
export async function rabbitMqSides(directory: string, say: (line: string) => void): Promise<BrokerSides> {
  const server = await startRabbitMq({ directory, say });
  const pairs = [{ ours: 'this package', peer: 'amqplib', least: aims.bare }];
  return {
    broker: 'RabbitMQ',
    messages: 5000,
    producers: [ourProducer(server.url), bareProducer(server.url)],
    consumers: [ourConsumer(server.url), bareConsumer(server.url)],
    pairs: { produce: pairs, consume: pairs },
    close: () => server.stop(),
  };
}

function ourProducer(url: string): ProducerSide {
  return {
    name: 'this package',
    open: async (queue) => {
      await declare(url, queue);
      const connection = await connectRabbit({ url, telemetry });
      const publisher = createRabbitPublisher({
        ...{ connection, clock, sleep: abortableSleep, exchange: '', destinationOf: () => queue },
        mostInFlight: 1000,
      });
      return {
        send: (messages) => publishAll(publisher, messages),
        close: async () => {
          await publisher.close();
          await connection.close();
        },
      };
    },
  };
}

function bareProducer(url: string): ProducerSide {
  return {
    name: 'amqplib',
    open: async (queue) => {
      await declare(url, queue);
      const connection = await connect(url);
      const channel = await connection.createConfirmChannel();
      return { send: (messages) => sendToQueue(channel, queue, messages), close: () => connection.close() };
    },
  };
}

function ourConsumer(url: string): ConsumerSide {
  return {
    name: 'this package',
    open: async ({ place: queue, messages, settled }) => {
      await fill(url, queue, messages);
      const connection = await connectRabbit({ url, telemetry });
      const source = createRabbitSource({ connection, queue, clock, sleep: abortableSleep, telemetry, prefetch });
      let worker: ReturnType<typeof startOurWorker> | undefined;
      return {
        begin: () => {
          worker = startOurWorker({ source, settled });
          return Promise.resolve();
        },
        end: async () => {
          await setTimeout(appliedMs);
          await worker?.stop();
          await connection.close();
          return leftIn(url, queue);
        },
      };
    },
  };
}

function bareConsumer(url: string): ConsumerSide {
  return {
    name: 'amqplib',
    open: async ({ place: queue, messages, settled }) => {
      await fill(url, queue, messages);
      const connection = await connect(url);
      const channel = await connection.createChannel();
      return {
        begin: () => takeFromQueue(channel, { queue, prefetch, settled }),
        end: async () => {
          await setTimeout(appliedMs);
          await connection.close();
          return leftIn(url, queue);
        },
      };
    },
  };
}

async function declare(url: string, queue: string): Promise<void> {
  const connection = await connect(url);
  const channel = await connection.createChannel();
  await channel.assertQueue(queue, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
  await connection.close();
}

async function fill(url: string, queue: string, messages: Parameters<typeof publishAll>[1]): Promise<void> {
  const producing = await ourProducer(url).open(queue);
  await producing.send(messages);
  await producing.close();
}

/** Messages that are in the queue when nobody takes from it; deletes it. */
async function leftIn(url: string, queue: string): Promise<number> {
  const connection = await connect(url);
  const channel = await connection.createChannel();
  const { messageCount } = await channel.deleteQueue(queue);
  await connection.close();
  return messageCount;
}
