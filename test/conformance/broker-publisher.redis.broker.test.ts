import { afterAll, beforeAll, describe } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { connectRedis } from '../../lambdas/adapters/redis/connect-redis.ts';
import { createRedisStreamPublisher } from '../../lambdas/adapters/redis/redis-stream-publisher.ts';
import { parseEntries } from '../../lambdas/adapters/redis/stream-entry.ts';
import { streamKey } from '../../lambdas/contracts/definition/redis-keys.ts';
import { localDirectory } from '../../localstack/backends/project-paths.ts';
import { type RunningRedis, startRedis } from '../../localstack/backends/redis/start-redis.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { brokerPublisherConformance } from './broker-publisher-conformance.ts';

const startMs = 180_000;
/** The least that a server can be set to. */
const mostBytes = 1_048_576;

for (const mode of ['single', 'cluster'] as const) {
  describe(`Redis, ${mode}`, () => {
    let directory: string;
    let server: RunningRedis;

    beforeAll(async () => {
      await mkdir(join(localDirectory, 'brokers'), { recursive: true });
      directory = await mkdtemp(join(localDirectory, 'brokers', 'redis-'));
      server = await startRedis({ directory, mode, say: () => undefined });
      const setting = ['CONFIG', 'SET', 'proto-max-bulk-len', String(mostBytes)];
      await Promise.all(server.nodes.map((_, node) => server.cli(setting, node)));
    }, startMs);
    afterAll(async () => {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    }, startMs);

    brokerPublisherConformance(`streams of Redis, ${mode}`, async () => {
      const redis = await connectRedis({ ...server, telemetry: recordingTelemetry(), answerSeconds: 10 });
      const stream = randomUUID();
      return {
        publisher: createRedisStreamPublisher({ redis, destinationOf: () => stream, mostBytes }),
        kept: async () => {
          const entries = parseEntries(await redis.call('XRANGE', streamKey(stream), '-', '+'));
          return entries.map(({ fields: { ce_id: id = '', ce_type: type = '', body = '' } }) => ({ id, type, body }));
        },
        tooManyBytes: mostBytes + 1,
        close: () => {
          redis.close();
          return Promise.resolve();
        },
      };
    });
  });
}
