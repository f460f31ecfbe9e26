import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { connectNats } from '../../lambdas/adapters/nats/connect-nats.ts';
import { createNatsPublisher } from '../../lambdas/adapters/nats/nats-publisher.ts';
import { createNatsSource } from '../../lambdas/adapters/nats/nats-source.ts';
import { reconcileConsumer } from '../../lambdas/adapters/nats/reconcile-consumer.ts';
import { reconcileStream } from '../../lambdas/adapters/nats/reconcile-stream.ts';
import type { WorkerSource } from '../../lambdas/core/ports/worker-source.ts';
import { type RunningNats, startNats } from '../../localstack/backends/nats/start-nats.ts';
import { localDirectory } from '../../localstack/backends/project-paths.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { type OpenWorkerSource, workerSourceConformance } from './worker-source-conformance.ts';

const clock = { now: () => Date.now() };
const sleep = async (milliseconds: number, signal?: AbortSignal): Promise<void> => {
  await setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);
};

let server: RunningNats;

beforeAll(async () => {
  await mkdir(join(localDirectory, 'brokers'), { recursive: true });
  const directory = await mkdtemp(join(localDirectory, 'brokers', 'nats-'));
  server = await startNats({ directory, say: () => undefined });
}, 180_000);

afterAll(async () => {
  await server.stop();
}, 60_000);

workerSourceConformance('NATS', openStream);

async function openStream(): Promise<OpenWorkerSource> {
  const stream = `s-${randomUUID()}`;
  const connection = await connected();
  const manager = await jetstreamManager(connection);
  await reconcileStream(manager, { name: stream, subjects: [`${stream}.*`] });
  await reconcileConsumer(manager, { stream, name: 'workers', ackWaitSeconds: 2 });
  const publisher = createNatsPublisher({
    client: jetstream(connection),
    destinationOf: ({ type }) => `${stream}.${type}`,
    stream,
    clock,
    sleep,
  });
  const connections = new Map<WorkerSource, NatsConnection>();
  return {
    publisher,
    source: async () => {
      const own = await connected();
      const source = createNatsSource({
        client: jetstream(own),
        connection: own,
        stream,
        consumer: 'workers',
        telemetry: recordingTelemetry(),
        sleep,
        prefetch: 50,
        keepMilliseconds: 500,
      });
      connections.set(source, own);
      return source;
    },
    // A broken connection is all that a server sees of a process that ended.
    kill: async (source) => connections.get(source)?.close(),
    redeliverySeconds: 3,
    ordered: false,
    mostUnsettled: 50,
    close: async () => {
      await manager.streams.delete(stream);
      await Promise.all([connection, ...connections.values()].map((one) => one.close()));
    },
  };
}

function connected(): Promise<NatsConnection> {
  const { url, username, password } = server;
  return connectNats({ servers: [url], login: { username, password }, telemetry: recordingTelemetry(), sleep });
}
