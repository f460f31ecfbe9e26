import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { connectRedis, type RedisSettings } from '../../../../lambdas/adapters/redis/connect-redis.ts';
import type { RedisConnection } from '../../../../lambdas/adapters/redis/redis-connection.ts';
import { createRedisStreamPublisher } from '../../../../lambdas/adapters/redis/redis-stream-publisher.ts';
import { createRedisStreamSource } from '../../../../lambdas/adapters/redis/redis-stream-source.ts';
import { abortableSleep as sleep } from '../../../../lambdas/adapters/system/abortable-sleep.ts';
import { systemClock as clock } from '../../../../lambdas/adapters/system/system-clock.ts';
import { silentTelemetry as telemetry } from '../../../../lambdas/adapters/telemetry/silent-telemetry.ts';
import { lastingPorts } from '../../../../localstack/backends/kafka/lasting-ports.ts';
import { localDirectory } from '../../../../localstack/backends/project-paths.ts';
import { type RunningRedis, startRedis } from '../../../../localstack/backends/redis/start-redis.ts';
import { createCertificateAuthority } from '../../../support/certificate-authority.ts';

let directory: string;
let server: RunningRedis;

beforeAll(async () => {
  const brokers = join(localDirectory, 'brokers');
  await mkdir(brokers, { recursive: true });
  directory = await mkdtemp(join(brokers, 'redis-security-'));
  server = await startRedis({ directory, say: () => undefined });
}, 180_000);

afterAll(async () => {
  await server.stop();
  await rm(directory, { recursive: true, force: true });
}, 60_000);

function connect(settings: Partial<RedisSettings>): Promise<RedisConnection> {
  return connectRedis({ ...server, telemetry, answerSeconds: 5, ...settings });
}

describe('TLS to Redis', () => {
  it('works with a server whose authority is given, and with no other', async () => {
    const authority = await createCertificateAuthority(directory);
    const { certFile, keyFile } = await authority.issue('server');
    const [port = 0] = await lastingPorts(1);
    const files = ['tls-cert-file', certFile, 'tls-key-file', keyFile, 'tls-ca-cert-file', authority.caFile];
    await server.cli(['CONFIG', 'SET', ...files, 'tls-auth-clients', 'no', 'tls-port', String(port)]);
    const nodes = [{ host: '127.0.0.1', port }];

    const trusting = await connect({ nodes, tls: { ca: authority.ca } });
    const distrusting = await connect({ nodes, tls: true, answerSeconds: 1 });

    expect(await trusting.call('PING')).toBe('PONG');
    await expect(distrusting.call('PING')).rejects.toMatchObject({ code: 'store-unavailable' });
    trusting.close();
    distrusting.close();
  }, 60_000);
});

describe('a user of Redis who may touch some keys only', () => {
  const limited = { username: 'limited', password: 'of-a-test' };

  it('publishes to its stream and reads it, and is refused every other one instead of trying for ever', async () => {
    const rights = ['~stream:{allowed}*', 'resetchannels', '+@all', '-@dangerous', '+info'];
    await server.cli(['ACL', 'SETUSER', limited.username, 'on', `>${limited.password}`, ...rights]);
    const redis = await connect(limited);
    const message = { id: 'm', type: 'kept', key: 'k', body: 'text' };
    const publish = (stream: string) =>
      createRedisStreamPublisher({ redis, destinationOf: () => stream }).publish([message]);

    expect(await publish('allowed')).toEqual({ failed: [] });
    expect(await publish('foreign')).toEqual({ failed: [{ id: 'm', reason: expect.stringContaining('NOPERM') }] });
    expect(await firstOf('allowed')).toMatchObject({ value: { records: [{ body: 'text' }] } });
    await expect(firstOf('foreign')).rejects.toMatchObject({ code: 'source-unavailable' });
    redis.close();
  }, 60_000);

  async function firstOf(stream: string): Promise<unknown> {
    const [redis, blocking] = [await connect(limited), await connect(limited)];
    const source = createRedisStreamSource({
      ...{ redis, blocking, stream, group: 'workers', consumer: 'worker', clock, sleep, telemetry },
    });
    try {
      return await source.batches(AbortSignal.timeout(30_000))[Symbol.asyncIterator]().next();
    } finally {
      await source.close();
    }
  }
});
