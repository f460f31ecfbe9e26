import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { afterAll, beforeAll } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { connectNats } from '../../lambdas/adapters/nats/connect-nats.ts';
import { createNatsPublisher } from '../../lambdas/adapters/nats/nats-publisher.ts';
import { reconcileStream } from '../../lambdas/adapters/nats/reconcile-stream.ts';
import { type RunningNats, startNats } from '../../localstack/backends/nats/start-nats.ts';
import { localDirectory } from '../../localstack/backends/project-paths.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { type OpenBrokerPublisher, brokerPublisherConformance } from './broker-publisher-conformance.ts';

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

brokerPublisherConformance('NATS', openStream);

async function openStream(): Promise<OpenBrokerPublisher> {
  const stream = `s-${randomUUID()}`;
  const { url, username, password } = server;
  const login = { username, password };
  const connection = await connectNats({ servers: [url], login, telemetry: recordingTelemetry(), sleep });
  const manager = await jetstreamManager(connection);
  await reconcileStream(manager, { name: stream, subjects: [`${stream}.*`] });
  const client = jetstream(connection);
  return {
    publisher: createNatsPublisher({ client, destinationOf: ({ key }) => `${stream}.${key}`, stream, clock, sleep }),
    kept: async () => {
      const { state } = await manager.streams.info(stream);
      const sequences = Array.from({ length: state.messages }, (_, index) => state.first_seq + index);
      const found = await Promise.all(sequences.map((seq) => manager.streams.getMessage(stream, { seq })));
      return found.flatMap((stored) =>
        stored === null
          ? []
          : [{ id: stored.header.get('ce_id'), type: stored.header.get('ce_type'), body: stored.string() }],
      );
    },
    tooManyBytes: (connection.info?.max_payload ?? 0) + 1,
    close: () => connection.close(),
  };
}
