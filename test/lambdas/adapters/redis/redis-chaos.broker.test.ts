import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectRedis } from '../../../../lambdas/adapters/redis/connect-redis.ts';
import { lagOf } from '../../../../lambdas/adapters/redis/lag-of.ts';
import type { RedisConnection } from '../../../../lambdas/adapters/redis/redis-connection.ts';
import { createRedisMarks } from '../../../../lambdas/adapters/redis/redis-marks.ts';
import { createRedisStreamPublisher } from '../../../../lambdas/adapters/redis/redis-stream-publisher.ts';
import { createRedisStreamSource } from '../../../../lambdas/adapters/redis/redis-stream-source.ts';
import { parseEntries } from '../../../../lambdas/adapters/redis/stream-entry.ts';
import { markKey } from '../../../../lambdas/core/idempotency/claim.ts';
import type { SourceRecord } from '../../../../lambdas/core/consume/source-record.ts';
import type { OutgoingMessage } from '../../../../lambdas/core/ports/publisher.ts';
import type { SourceBatch, WorkerSource } from '../../../../lambdas/core/ports/worker-source.ts';
import { localDirectory } from '../../../../localstack/backends/project-paths.ts';
import { type RunningRedis, startRedis } from '../../../../localstack/backends/redis/start-redis.ts';
import { recordingTelemetry } from '../../../support/recording-telemetry.ts';

const startMs = 180_000;
const testMs = 150_000;
const stream = 'chaos';
const count = 20_000;
const keys = 500;
const burst = 500;
const outageMs = 3000;
const clock = { now: () => Date.now() };
const sleep = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
  await setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);
};

let directory: string;
let server: RunningRedis;
const connections: RedisConnection[] = [];

beforeAll(async () => {
  const brokers = join(localDirectory, 'brokers');
  await mkdir(brokers, { recursive: true });
  directory = await mkdtemp(join(brokers, 'redis-chaos-'));
  // With 'everysec' an answered write may still be in the memory of a process that is killed while the disk is slow.
  server = await startRedis({ directory, appendFsync: 'always', say: () => undefined });
}, startMs);
afterAll(async () => {
  connections.forEach((connection) => {
    connection.close();
  });
  await server.stop();
  await rm(directory, { recursive: true, force: true });
}, startMs);

async function connect(): Promise<RedisConnection> {
  const connection = await connectRedis({ ...server, telemetry: recordingTelemetry() });
  connections.push(connection);
  return connection;
}

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 90_000; !(await holds());) {
    if (Date.now() > deadline) {
      throw new TypeError(`there must be ${what} in time`);
    }
    await setTimeout(20);
  }
}

interface Worker {
  readonly source: WorkerSource;
  /** Cuts its connections, as the end of its process would. */
  readonly die: () => void;
}

async function workerOf(consumer: string): Promise<Worker> {
  const [redis, blocking] = [await connect(), await connect()];
  const source = createRedisStreamSource({
    ...{ redis, blocking, stream, group: 'workers', consumer, clock, sleep, telemetry: recordingTelemetry() },
    ...{ mostHeld: 1000, batchSize: 100, idleSeconds: 3 },
  });
  return {
    source,
    die: () => {
      redis.close();
      blocking.close();
    },
  };
}

/** Body of a message: its key and its number within the key. */
const bodyOf = (index: number): string => `${index % keys}:${Math.floor(index / keys)}`;
const messageOf = (index: number): OutgoingMessage => ({
  ...{ id: `m-${index}`, key: `key-${index % keys}`, type: 'OrderPlaced', body: bodyOf(index) },
});

/** Publishes everything, what was refused again and in its order; answers what was accepted. */
async function publishAll(): Promise<ReadonlySet<string>> {
  const accepted = new Set<string>();
  const publisher = createRedisStreamPublisher({ redis: await connect(), destinationOf: () => stream });
  for (let from = 0; from < count; from += burst) {
    for (let left = Array.from({ length: burst }, (_, index) => messageOf(from + index)); left.length > 0;) {
      const failed = new Set((await publisher.publish(left)).failed.map(({ id }) => id));
      left.filter(({ id }) => !failed.has(id)).forEach(({ body }) => accepted.add(body));
      left = left.filter(({ id }) => failed.has(id));
    }
  }
  return accepted;
}

interface Handler {
  readonly effects: ReadonlyMap<string, number>;
  readonly handle: (record: SourceRecord) => Promise<boolean>;
}

/** Has the effect of each message once: what is marked as done is passed over. */
async function createHandler(): Promise<Handler> {
  const marks = createRedisMarks(await connect());
  const effects = new Map<string, number>();
  let attempts = 0;
  return {
    effects,
    async handle({ body }) {
      const attempt = `attempt-${(attempts += 1)}`;
      const claim = { key: markKey('chaos', body), attempt, schema: 'urn:example:OrderPlaced:1', fingerprint: body };
      const now = Date.now();
      const { kind } = await marks.take(claim, { now, until: now + 60_000, horizon: now });
      if (kind === 'mine') {
        effects.set(body, (effects.get(body) ?? 0) + 1);
        await marks.complete(claim, {});
      }
      return kind === 'mine' || kind === 'done';
    },
  };
}

async function settleAll(batch: SourceBatch, handle: (record: SourceRecord) => Promise<boolean>): Promise<void> {
  const done = await Promise.all(batch.records.map(handle));
  await batch.settle({ failed: batch.records.filter((_, index) => done[index] === false).map(({ id }) => id) });
}

/** Numbers of each key in the order in which its stream holds them, second copies left out. */
async function numbersByKey(): Promise<ReadonlyMap<string, readonly number[]>> {
  const numbers = new Map<string, Set<number>>();
  const reader = await connect();
  for (const { fields } of parseEntries(await reader.call('XRANGE', `stream:{${stream}}`, '-', '+'))) {
    const [key = '', number = ''] = (fields['body'] ?? '').split(':');
    numbers.set(key, (numbers.get(key) ?? new Set<number>()).add(Number(number)));
  }
  return new Map([...numbers].map(([key, all]) => [key, [...all]]));
}

describe('a stream whose server and worker are killed', () => {
  it(
    'keeps every accepted entry in the order of its key, and has the effect of each once, over two crashes of the server and one of a worker',
    async () => {
      const { effects, handle } = await createHandler();
      const stop = new AbortController();
      const [lasting, doomed] = [await workerOf('lasting'), await workerOf('doomed')];
      const halfDone: string[] = [];
      const published = publishAll();
      const receives: number[] = [];
      const consuming = (async () => {
        for await (const batch of lasting.source.batches(stop.signal)) {
          receives.push(...batch.records.map(({ receiveCount }) => receiveCount));
          await settleAll(batch, handle);
        }
      })();
      const dying = (async () => {
        for await (const batch of doomed.source.batches(stop.signal)) {
          if (effects.size < count * 0.3) {
            await settleAll(batch, handle);
            continue;
          }
          const half = batch.records.slice(0, Math.ceil(batch.records.length / 2));
          await Promise.all(half.map(handle));
          doomed.die();
          halfDone.push(...batch.records.map(({ body }) => body));
          break;
        }
      })();

      await until('some handled', () => effects.size > count * 0.1);
      await server.kill();
      await setTimeout(outageMs);
      await server.restart();
      await dying;
      await until('more handled', () => effects.size > count * 0.6);
      await server.kill();
      await server.restart();
      const accepted = await published;
      await until('every message handled', () => effects.size === count);
      const watcher = await connect();
      await until('nothing left', async () => {
        const [group] = await lagOf(watcher, stream);
        return group?.pending === 0 && group.waiting === 0;
      });
      stop.abort();
      await consuming;
      await Promise.all([lasting.source.close(), doomed.source.close()]);

      expect(accepted.size).toBe(count);
      expect([...accepted].filter((body) => !effects.has(body))).toEqual([]);
      expect([...effects].filter(([, times]) => times !== 1)).toEqual([]);
      expect(halfDone.length).toBeGreaterThan(0);
      expect(halfDone.filter((body) => !effects.has(body))).toEqual([]);
      expect(receives.reduce((most, one) => Math.max(most, one), 0)).toBeGreaterThan(1);
      const misplaced = [...(await numbersByKey()).values()].filter((numbers) =>
        numbers.some((number, index) => number !== index),
      );
      expect(misplaced).toEqual([]);
    },
    testMs,
  );
});
