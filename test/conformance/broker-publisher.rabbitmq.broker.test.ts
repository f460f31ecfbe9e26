import { afterAll, beforeAll } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { connectRabbit } from '../../lambdas/adapters/rabbitmq/rabbit-connection.ts';
import { createRabbitPublisher } from '../../lambdas/adapters/rabbitmq/rabbit-publisher.ts';
import { reconcileTopology } from '../../lambdas/adapters/rabbitmq/reconcile-topology.ts';
import { localDirectory } from '../../localstack/backends/project-paths.ts';
import { type RunningRabbitMq, startRabbitMq } from '../../localstack/backends/rabbitmq/start-rabbitmq.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import {
  type KeptMessage,
  type OpenBrokerPublisher,
  brokerPublisherConformance,
} from './broker-publisher-conformance.ts';

const clock = { now: () => Date.now() };
const sleep = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
  await setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);
};

/** Less than a server takes by default, so that more of it is soon sent. */
const mostBytes = 1_000_000;

let directory: string;
let server: RunningRabbitMq;

beforeAll(async () => {
  await mkdir(join(localDirectory, 'brokers'), { recursive: true });
  directory = await mkdtemp(join(localDirectory, 'brokers', 'rabbitmq-'));
  server = await startRabbitMq({ directory, settings: [`max_message_size = ${mostBytes}`], say: () => undefined });
}, 180_000);

afterAll(async () => {
  await server.stop();
  await rm(directory, { recursive: true, force: true });
}, 60_000);

brokerPublisherConformance('RabbitMQ', openQueue);

async function openQueue(): Promise<OpenBrokerPublisher> {
  const connection = await connectRabbit({ url: server.url, telemetry: recordingTelemetry() });
  const name = `q-${randomUUID()}`;
  await reconcileTopology(connection, { exchanges: [], queues: [{ name }] });
  const publisher = createRabbitPublisher({ connection, clock, sleep, exchange: '', destinationOf: () => name });
  const channel = await connection.channel();
  return {
    publisher,
    kept: async () => {
      const kept: KeptMessage[] = [];
      for (;;) {
        const found = await channel.get(name, { noAck: true });
        if (found === false) {
          return kept;
        }
        const { content, properties } = found;
        kept.push({ id: String(properties.messageId), type: String(properties.type), body: content.toString() });
      }
    },
    tooManyBytes: mostBytes + 1,
    close: async () => {
      await publisher.close();
      await channel.deleteQueue(name);
      await connection.close();
    },
  };
}
