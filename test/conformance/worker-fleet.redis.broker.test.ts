import { afterAll, beforeAll } from '@jest/globals';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { connectRedis } from '../../lambdas/adapters/redis/connect-redis.ts';
import type { RedisConnection } from '../../lambdas/adapters/redis/redis-connection.ts';
import { createRedisStreamPublisher } from '../../lambdas/adapters/redis/redis-stream-publisher.ts';
import { createRedisStreamSource } from '../../lambdas/adapters/redis/redis-stream-source.ts';
import { abortableSleep as sleep } from '../../lambdas/adapters/system/abortable-sleep.ts';
import { systemClock as clock } from '../../lambdas/adapters/system/system-clock.ts';
import { silentTelemetry as telemetry } from '../../lambdas/adapters/telemetry/silent-telemetry.ts';
import type { WorkerSource } from '../../lambdas/core/ports/worker-source.ts';
import { localDirectory } from '../../localstack/backends/project-paths.ts';
import { type RunningRedis, startRedis } from '../../localstack/backends/redis/start-redis.ts';
import { type OpenFleet, workerFleetConformance } from './worker-fleet-conformance.ts';

const mostHeld = 50;
const group = 'workers';

let server: RunningRedis;
let directory: string;
let streams = 0;

beforeAll(async () => {
  const brokers = join(localDirectory, 'brokers');
  await mkdir(brokers, { recursive: true });
  directory = await mkdtemp(join(brokers, 'redis-fleet-'));
  server = await startRedis({ directory, say: () => undefined });
}, 180_000);

afterAll(async () => {
  await server.stop();
  await rm(directory, { recursive: true, force: true });
}, 60_000);

workerFleetConformance('Redis', openStream);

async function openStream(): Promise<OpenFleet> {
  const stream = `fleet-${(streams += 1)}`;
  const key = `stream:{${stream}}`;
  const redis = await connectRedis({ ...server, telemetry });
  const connections = new Map<WorkerSource, readonly RedisConnection[]>();
  return {
    publisher: createRedisStreamPublisher({ redis, destinationOf: () => stream }),
    source: async () => {
      const own = [await connectRedis({ ...server, telemetry }), await connectRedis({ ...server, telemetry })] as const;
      const source = createRedisStreamSource({
        ...{ redis: own[0], blocking: own[1], stream, group, consumer: `worker-${connections.size}` },
        ...{ clock, sleep, telemetry, mostHeld, idleSeconds: 3 },
      });
      connections.set(source, own);
      return source;
    },
    mostUnsettled: mostHeld,
    kill: (source) => {
      connections.get(source)?.forEach((connection) => {
        connection.close();
      });
      return Promise.resolve();
    },
    stopServer: () => server.stop(),
    startServer: () => server.restart(),
    unsettled: async () => {
      const lines = (await server.cli(['XINFO', 'GROUPS', key])).trim().split('\n');
      return ['lag', 'pending'].reduce((sum, fact) => sum + Number(lines[lines.indexOf(fact) + 1]), 0);
    },
    close: () => {
      redis.close();
      return Promise.resolve();
    },
  };
}
