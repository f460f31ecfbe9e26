import { afterAll, beforeAll } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type RabbitConnection, connectRabbit } from '../../lambdas/adapters/rabbitmq/rabbit-connection.ts';
import { createRabbitPublisher } from '../../lambdas/adapters/rabbitmq/rabbit-publisher.ts';
import { createRabbitSource } from '../../lambdas/adapters/rabbitmq/rabbit-source.ts';
import type { WorkerSource } from '../../lambdas/core/ports/worker-source.ts';
import { localDirectory } from '../../localstack/backends/project-paths.ts';
import { type RunningRabbitMq, startRabbitMq } from '../../localstack/backends/rabbitmq/start-rabbitmq.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { type OpenWorkerSource, workerSourceConformance } from './worker-source-conformance.ts';

const clock = { now: () => Date.now() };
const sleep = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
  await setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);
};

let server: RunningRabbitMq;

beforeAll(async () => {
  await mkdir(join(localDirectory, 'brokers'), { recursive: true });
  const directory = await mkdtemp(join(localDirectory, 'brokers', 'rabbitmq-'));
  server = await startRabbitMq({ directory, say: () => undefined });
}, 180_000);

afterAll(async () => {
  await server.stop();
}, 60_000);

for (const ordered of [true, false]) {
  workerSourceConformance(`RabbitMQ, ${ordered ? 'single active consumer' : 'unordered'}`, () => openQueue(ordered));
}

async function openQueue(ordered: boolean): Promise<OpenWorkerSource> {
  const telemetry = recordingTelemetry();
  const queue = `q-${randomUUID()}`;
  const connection = await connectRabbit({ url: server.url, telemetry });
  const channel = await connection.channel();
  await channel.assertQueue(queue, {
    durable: true,
    arguments: { 'x-queue-type': 'quorum', ...(ordered && { 'x-single-active-consumer': true }) },
  });
  const publisher = createRabbitPublisher({ connection, clock, sleep, exchange: '', destinationOf: () => queue });
  const connections = new Map<WorkerSource, RabbitConnection>();
  return {
    publisher,
    source: async () => {
      const own = await connectRabbit({ url: server.url, telemetry });
      const source = createRabbitSource({ connection: own, queue, clock, sleep, telemetry, ordered, prefetch: 50 });
      connections.set(source, own);
      return source;
    },
    // A broken connection is all that a broker sees of a process that ended.
    kill: async (source) => connections.get(source)?.close(),
    redeliverySeconds: 1,
    ordered,
    mostUnsettled: 50,
    close: async () => {
      await publisher.close();
      await channel.deleteQueue(queue);
      await Promise.all([connection, ...connections.values()].map(async (one) => one.close()));
    },
  };
}
