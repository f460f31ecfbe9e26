import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectRedis } from '../../lambdas/adapters/redis/connect-redis.ts';
import type { RedisConnection } from '../../lambdas/adapters/redis/redis-connection.ts';
import { createRedisStreamPublisher } from '../../lambdas/adapters/redis/redis-stream-publisher.ts';
import { createRedisStreamSource } from '../../lambdas/adapters/redis/redis-stream-source.ts';
import type { WorkerSource } from '../../lambdas/core/ports/worker-source.ts';
import { localDirectory } from '../../localstack/backends/project-paths.ts';
import { type RunningRedis, startRedis } from '../../localstack/backends/redis/start-redis.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { workerSourceConformance } from './worker-source-conformance.ts';

const startMs = 180_000;
const mostHeld = 20;
const idleSeconds = 3;
const clock = { now: () => Date.now() };
const sleep = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
  await setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);
};

for (const mode of ['single', 'cluster'] as const) {
  describe(`Redis, ${mode}`, () => {
    let directory: string;
    let server: RunningRedis;
    let streams = 0;

    beforeAll(async () => {
      const brokers = join(localDirectory, 'brokers');
      await mkdir(brokers, { recursive: true });
      directory = await mkdtemp(join(brokers, 'redis-'));
      server = await startRedis({ directory, mode, say: () => undefined });
    }, startMs);
    afterAll(async () => {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    }, startMs);

    const connect = (): Promise<RedisConnection> => connectRedis({ ...server, telemetry: recordingTelemetry() });

    workerSourceConformance(`Redis, ${mode}`, async () => {
      const stream = `orders-${(streams += 1)}`;
      const redis = await connect();
      const connections = new Map<WorkerSource, readonly RedisConnection[]>();
      return {
        publisher: createRedisStreamPublisher({ redis, destinationOf: () => stream }),
        source: async () => {
          const own = [await connect(), await connect()] as const;
          const source = createRedisStreamSource({
            ...{ redis: own[0], blocking: own[1], stream, group: 'workers', consumer: `worker-${connections.size}` },
            ...{ clock, sleep, telemetry: recordingTelemetry(), mostHeld, idleSeconds },
          });
          connections.set(source, own);
          return source;
        },
        kill: (source) => {
          connections.get(source)?.forEach((connection) => {
            connection.close();
          });
          return Promise.resolve();
        },
        ...{ ordered: false, mostUnsettled: mostHeld, redeliverySeconds: idleSeconds },
        close: () => {
          redis.close();
          return Promise.resolve();
        },
      };
    });

    it('has nothing pending and no worker left once all is settled and closed, as redis-cli sees it', async () => {
      for (let stream = 1; stream <= streams; stream += 1) {
        const groups = await server.cli(['XINFO', 'GROUPS', `stream:{orders-${stream}}`]);
        const pending = await server.cli(['XPENDING', `stream:{orders-${stream}}`, 'workers']);

        expect(groups).toContain('workers');
        expect(pending.trim()).toBe('0');
      }
    });
  });
}
