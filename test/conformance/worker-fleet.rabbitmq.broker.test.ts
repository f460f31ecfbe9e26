import { afterAll, beforeAll } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { type RabbitConnection, connectRabbit } from '../../lambdas/adapters/rabbitmq/rabbit-connection.ts';
import { createRabbitPublisher } from '../../lambdas/adapters/rabbitmq/rabbit-publisher.ts';
import { createRabbitSource } from '../../lambdas/adapters/rabbitmq/rabbit-source.ts';
import { reconcileTopology } from '../../lambdas/adapters/rabbitmq/reconcile-topology.ts';
import { abortableSleep as sleep } from '../../lambdas/adapters/system/abortable-sleep.ts';
import { systemClock as clock } from '../../lambdas/adapters/system/system-clock.ts';
import { silentTelemetry as telemetry } from '../../lambdas/adapters/telemetry/silent-telemetry.ts';
import type { WorkerSource } from '../../lambdas/core/ports/worker-source.ts';
import { localDirectory } from '../../localstack/backends/project-paths.ts';
import { type RunningRabbitMq, startRabbitMq } from '../../localstack/backends/rabbitmq/start-rabbitmq.ts';
import { stopProcess } from '../../localstack/backends/stop-process.ts';
import { type OpenFleet, workerFleetConformance } from './worker-fleet-conformance.ts';

const prefetch = 50;
const countsSchema = z.object({ messages: z.optional(z.number()) });

let server: RunningRabbitMq;
let directory: string;

beforeAll(async () => {
  const brokers = join(localDirectory, 'brokers');
  await mkdir(brokers, { recursive: true });
  directory = await mkdtemp(join(brokers, 'rabbitmq-fleet-'));
  server = await startRabbitMq({ directory, say: () => undefined });
}, 180_000);

afterAll(async () => {
  await server.stop();
  await rm(directory, { recursive: true, force: true });
}, 60_000);

workerFleetConformance('RabbitMQ', openQueue);

async function openQueue(): Promise<OpenFleet> {
  const queue = `q-${randomUUID()}`;
  const connection = await connectRabbit({ url: server.url, telemetry });
  await reconcileTopology(connection, { exchanges: [], queues: [{ name: queue }] });
  const publisher = createRabbitPublisher({ connection, clock, sleep, exchange: '', destinationOf: () => queue });
  const connections = new Map<WorkerSource, RabbitConnection>();
  return {
    publisher,
    source: async () => {
      const own = await connectRabbit({ url: server.url, telemetry });
      const source = createRabbitSource({ connection: own, queue, clock, sleep, telemetry, prefetch });
      connections.set(source, own);
      return source;
    },
    mostUnsettled: prefetch,
    // A broken connection is all that a broker sees of a process that ended.
    kill: async (source) => connections.get(source)?.close(),
    stopServer: async () => {
      // The last of them is the node; the one that it asks for other nodes lives on.
      await Promise.all(server.processes().slice(-1).map(stopProcess));
    },
    startServer: () => server.restart(),
    unsettled: async () => {
      const found = await server.management(`queues/%2F/${queue}`).catch(() => ({}));
      return countsSchema.parse(found).messages ?? Infinity;
    },
    close: async () => {
      await publisher.close();
      await Promise.all([connection, ...connections.values()].map(async (one) => one.close()));
    },
  };
}
