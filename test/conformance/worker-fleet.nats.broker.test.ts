import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { connectNats } from '../../lambdas/adapters/nats/connect-nats.ts';
import { createNatsPublisher } from '../../lambdas/adapters/nats/nats-publisher.ts';
import { createNatsSource } from '../../lambdas/adapters/nats/nats-source.ts';
import { reconcileConsumer } from '../../lambdas/adapters/nats/reconcile-consumer.ts';
import { reconcileStream } from '../../lambdas/adapters/nats/reconcile-stream.ts';
import { abortableSleep as sleep } from '../../lambdas/adapters/system/abortable-sleep.ts';
import { systemClock as clock } from '../../lambdas/adapters/system/system-clock.ts';
import { silentTelemetry as telemetry } from '../../lambdas/adapters/telemetry/silent-telemetry.ts';
import type { WorkerSource } from '../../lambdas/core/ports/worker-source.ts';
import { type RunningNats, startNats } from '../../localstack/backends/nats/start-nats.ts';
import { localDirectory } from '../../localstack/backends/project-paths.ts';
import { type OpenFleet, workerFleetConformance } from './worker-fleet-conformance.ts';

const prefetch = 50;
const consumer = 'workers';

let server: RunningNats;
let directory: string;

beforeAll(async () => {
  const brokers = join(localDirectory, 'brokers');
  await mkdir(brokers, { recursive: true });
  directory = await mkdtemp(join(brokers, 'nats-fleet-'));
  server = await startNats({ directory, say: () => undefined });
}, 180_000);

afterAll(async () => {
  await server.stop();
  await rm(directory, { recursive: true, force: true });
}, 60_000);

workerFleetConformance('NATS', openStream);

async function openStream(): Promise<OpenFleet> {
  const stream = `s-${randomUUID()}`;
  const connection = await connected();
  const manager = await jetstreamManager(connection);
  await reconcileStream(manager, { name: stream, subjects: [`${stream}.*`] });
  await reconcileConsumer(manager, { stream, name: consumer, ackWaitSeconds: 4 });
  const connections = new Map<WorkerSource, NatsConnection>();
  return {
    publisher: createNatsPublisher({
      ...{ client: jetstream(connection), stream, clock, sleep, destinationOf: ({ type }) => `${stream}.${type}` },
    }),
    source: async () => {
      const own = await connected();
      const source = createNatsSource({
        ...{ client: jetstream(own), connection: own, stream, consumer, telemetry, sleep },
        ...{ prefetch, keepMilliseconds: 500 },
      });
      connections.set(source, own);
      return source;
    },
    mostUnsettled: prefetch,
    // A broken connection is all that a server sees of a process that ended.
    kill: async (source) => connections.get(source)?.close(),
    stopServer: () => server.stop(),
    startServer: () => server.restart(),
    unsettled: async () => {
      const { num_pending, num_ack_pending } = await manager.consumers.info(stream, consumer);
      return num_pending + num_ack_pending;
    },
    close: async () => {
      await Promise.all([connection, ...connections.values()].map((one) => one.close()));
    },
  };
}

function connected(): Promise<NatsConnection> {
  const { url, username, password } = server;
  return connectNats({ servers: [url], login: { username, password }, telemetry, sleep });
}
