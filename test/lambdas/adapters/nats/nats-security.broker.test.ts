import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { connectNats, type NatsConnectionOptions } from '../../../../lambdas/adapters/nats/connect-nats.ts';
import { createNatsPublisher } from '../../../../lambdas/adapters/nats/nats-publisher.ts';
import { reconcileStream } from '../../../../lambdas/adapters/nats/reconcile-stream.ts';
import { abortableSleep as sleep } from '../../../../lambdas/adapters/system/abortable-sleep.ts';
import { systemClock as clock } from '../../../../lambdas/adapters/system/system-clock.ts';
import { silentTelemetry as telemetry } from '../../../../lambdas/adapters/telemetry/silent-telemetry.ts';
import { type RunningNats, startNats } from '../../../../localstack/backends/nats/start-nats.ts';
import { localDirectory } from '../../../../localstack/backends/project-paths.ts';
import { type CertificateAuthority, createCertificateAuthority } from '../../../support/certificate-authority.ts';
import { createNatsOperator } from './nats-operator.ts';

const startMs = 180_000;
const refusal = { code: 'source-unavailable', message: 'NATS must accept the connection, got a refusal' };

let directory: string;

beforeAll(async () => {
  const brokers = join(localDirectory, 'brokers');
  await mkdir(brokers, { recursive: true });
  directory = await mkdtemp(join(brokers, 'nats-security-'));
}, startMs);

afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

function start(name: string, security: readonly string[]): Promise<RunningNats> {
  return startNats({ directory: join(directory, name), security, say: () => undefined });
}

function connect(
  server: RunningNats,
  options: Partial<NatsConnectionOptions>,
  signal = AbortSignal.timeout(20_000),
): Promise<NatsConnection> {
  return connectNats({ servers: [server.url], telemetry, sleep, signal, ...options });
}

/** Stores one message; answers what the stream says it has. */
async function storeOne(connection: NatsConnection): Promise<number> {
  const manager = await jetstreamManager(connection);
  await reconcileStream(manager, { name: 'kept', subjects: ['kept.*'] });
  const publisher = createNatsPublisher({
    ...{ client: jetstream(connection), clock, sleep, destinationOf: () => 'kept.one', deliverySeconds: 5 },
  });
  expect(await publisher.publish([{ id: 'm', type: 'kept', key: 'k', body: 'text' }])).toEqual({ failed: [] });
  return (await manager.streams.info('kept')).state.messages;
}

async function reconnected(connection: NatsConnection): Promise<void> {
  for await (const { type } of connection.status()) {
    if (type === 'reconnect') {
      return;
    }
  }
}

describe('logging in to NATS', () => {
  let server: RunningNats;
  const operator = createNatsOperator();

  beforeAll(async () => {
    server = await start('operator', operator.security);
  }, startMs);
  afterAll(() => server.stop());

  it('works with the text of a credentials file, again after the server was away, and not with those of a stranger', async () => {
    const connection = await connect(server, { login: { credentials: operator.credentials } });
    expect(await storeOne(connection)).toBe(1);

    const back = reconnected(connection);
    await server.kill();
    await server.restart();
    await back;

    expect(await storeOne(connection)).toBe(1);
    await connection.close();
    await expect(connect(server, { login: { credentials: operator.strangersCredentials } })).rejects.toMatchObject(
      refusal,
    );
  }, 60_000);

  it('works with a token, and not with another one', async () => {
    const byToken = await start('token', ['authorization { token: "right" }']);
    try {
      const connection = await connect(byToken, { login: { token: 'right' } });
      expect(await storeOne(connection)).toBe(1);
      await connection.close();

      await expect(connect(byToken, { login: { token: 'wrong' } })).rejects.toMatchObject(refusal);
      await expect(connect(byToken, {})).rejects.toMatchObject(refusal);
    } finally {
      await byToken.stop();
    }
  }, 60_000);
});

describe('TLS to NATS', () => {
  let server: RunningNats;
  let authority: CertificateAuthority;

  beforeAll(async () => {
    authority = await createCertificateAuthority(directory);
    const { certFile, keyFile } = await authority.issue('server');
    const files = { cert_file: certFile, key_file: keyFile, ca_file: authority.caFile };
    const lines = Object.entries(files).map(([name, file]) => `  ${name}: ${JSON.stringify(file)}`);
    server = await start('tls', ['tls {', ...lines, '  verify: true', '}']);
  }, startMs);
  afterAll(() => server.stop());

  it('works with a server whose authority is given, and a certificate of the client when the server asks for one', async () => {
    const { certFile, keyFile } = await authority.issue('client');
    const [cert, key] = await Promise.all([certFile, keyFile].map((file) => readFile(file, 'utf8')));

    const connection = await connect(server, { tls: { ca: authority.ca, cert: cert ?? '', key: key ?? '' } });

    expect(await storeOne(connection)).toBe(1);
    await connection.close();
  }, 60_000);

  it('fails at once when nobody trusted signed the certificate of the server', async () => {
    await expect(connect(server, {})).rejects.toMatchObject({
      code: 'source-unavailable',
      message: 'NATS must accept the connection, got a certificate that is not trusted',
    });
  }, 60_000);

  it.each([
    ['an address begins with tls://', (url: string) => ({ servers: [url, url.replace('nats:', 'tls:')] })],
    ['an authority is given', (url: string) => ({ servers: [url], tls: { ca: authority.ca } })],
  ])(
    'fails before a password is sent when %s and the server has none',
    async (_, reachedBy) => {
      const plain = await startNats({ directory: join(directory, 'plain'), say: () => undefined });
      try {
        const { username, password } = plain;
        const options = { ...reachedBy(plain.url), login: { username, password } };

        await expect(connect(plain, options)).rejects.toMatchObject({
          code: 'source-unavailable',
          message: 'NATS must accept the connection, got no TLS',
        });
      } finally {
        await plain.stop();
      }
    },
    60_000,
  );
});
