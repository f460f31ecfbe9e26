import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { connectRedis, type RedisSettings } from '../../../../lambdas/adapters/redis/connect-redis.ts';
import { createElastiCacheToken } from '../../../../lambdas/adapters/redis/elasticache-token.ts';
import { lagOf } from '../../../../lambdas/adapters/redis/lag-of.ts';
import { connectRedisPubSub } from '../../../../lambdas/adapters/redis/pub-sub.ts';
import type { RedisConnection } from '../../../../lambdas/adapters/redis/redis-connection.ts';
import { createRedisDeadLetters } from '../../../../lambdas/adapters/redis/redis-dead-letters.ts';
import { createRedisMarks } from '../../../../lambdas/adapters/redis/redis-marks.ts';
import { createRedisRateLimiter } from '../../../../lambdas/adapters/redis/redis-rate-limiter.ts';
import { createRedisParking } from '../../../../lambdas/adapters/redis/redis-parking.ts';
import { createRedisStreamPublisher } from '../../../../lambdas/adapters/redis/redis-stream-publisher.ts';
import {
  createRedisStreamSource,
  type RedisStreamSourceDependencies,
} from '../../../../lambdas/adapters/redis/redis-stream-source.ts';
import { createStreamTrimmer } from '../../../../lambdas/adapters/redis/stream-trimmer.ts';
import type { OutgoingMessage } from '../../../../lambdas/core/ports/publisher.ts';
import type { SourceBatch, WorkerSource } from '../../../../lambdas/core/ports/worker-source.ts';
import { localDirectory } from '../../../../localstack/backends/project-paths.ts';
import { type RunningRedis, startRedis } from '../../../../localstack/backends/redis/start-redis.ts';
import { marksConformance } from '../../../conformance/marks-conformance.ts';
import { rateLimiterConformance } from '../../../conformance/rate-limiter-conformance.ts';
import { fixedClock } from '../../../support/fixed-clock.ts';
import { recordingTelemetry } from '../../../support/recording-telemetry.ts';

const startMs = 180_000;
const testMs = 120_000;
const clock = { now: () => Date.now() };
const sleep = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
  await setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);
};
const message = (id: string, key = id): OutgoingMessage => ({ id, key, type: 'OrderPlaced', body: `body of ${id}` });
const messages = (count: number, from = 0): readonly OutgoingMessage[] =>
  Array.from({ length: count }, (_, index) => message(`m-${from + index}`, `key-${index % 500}`));

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 60_000; !(await holds());) {
    if (Date.now() > deadline) {
      throw new TypeError(`there must be ${what} within a minute`);
    }
    await setTimeout(20);
  }
}

let directory: string;
let server: RunningRedis;
let connection: RedisConnection;
const sources: WorkerSource[] = [];

beforeAll(async () => {
  const brokers = join(localDirectory, 'brokers');
  await mkdir(brokers, { recursive: true });
  directory = await mkdtemp(join(brokers, 'redis-'));
  server = await startRedis({ directory, say: () => undefined });
  connection = await connect();
}, startMs);
afterEach(async () => {
  await Promise.all(sources.splice(0).map((source) => source.close()));
}, testMs);
afterAll(async () => {
  connection.close();
  await server.stop();
  await rm(directory, { recursive: true, force: true });
}, startMs);

function connect(settings: Partial<RedisSettings> = {}): Promise<RedisConnection> {
  return connectRedis({ ...server, telemetry: recordingTelemetry(), ...settings });
}

async function sourceOf(stream: string, options: Partial<RedisStreamSourceDependencies> = {}): Promise<WorkerSource> {
  const source = createRedisStreamSource({
    ...{ stream, group: 'workers', consumer: 'worker', clock, sleep, telemetry: recordingTelemetry(), ...options },
    // Made only where none is given: nobody would close it, and it would try to reach the stopped server for ever.
    redis: options.redis ?? (await connect()),
    blocking: options.blocking ?? (await connect()),
  });
  sources.push(source);
  return source;
}

/** Takes batches and settles each, until `done` says so. */
async function take(source: WorkerSource, done: (batch: SourceBatch) => Promise<boolean>): Promise<void> {
  const stop = new AbortController();
  for await (const batch of source.batches(AbortSignal.any([stop.signal, AbortSignal.timeout(60_000)]))) {
    if (await done(batch)) {
      stop.abort();
    }
  }
  expect(stop.signal.aborted).toBe(true);
}

marksConformance('Redis', () => createRedisMarks({ call: (...args) => connection.call(...args) }));

rateLimiterConformance('Redis', 'shared', () =>
  Promise.resolve({
    limiter: (limit) => createRedisRateLimiter({ redis: connection, limit }),
    pass: (milliseconds) => setTimeout(milliseconds),
    close: () => Promise.resolve(),
  }),
);

describe('a rate limiter on Redis', () => {
  it('drops a bucket when it is full, and until then keeps it', async () => {
    const limit = { name: 'calls', capacity: 100, refillPerSecond: 0.1 };

    await createRedisRateLimiter({ redis: connection, limit }).take('dropped', 60);

    const left = Number(await server.cli(['PTTL', 'rate:{rate-calls-dropped}:rate-calls']));
    expect(left).toBeGreaterThan(500_000);
    expect(left).toBeLessThanOrEqual(600_001);
  });

  it('is unavailable, to be tried again, when Redis refuses', async () => {
    await server.cli(['SADD', 'rate:{rate-calls-set}:rate-calls', 'something else']);
    const limit = { name: 'calls', capacity: 1, refillPerSecond: 1 };

    await expect(createRedisRateLimiter({ redis: connection, limit }).take('set')).rejects.toMatchObject({
      ...{ code: 'store-unavailable', retryable: true },
    });
  });
});

describe('marks in Redis', () => {
  it('expire by themselves after thirty days', async () => {
    const now = Date.now();
    const claim = {
      ...{ key: { partition: 'inbox-charging-m', sort: 'mark-charging' }, attempt: 'one' },
      ...{ schema: 'urn:example:OrderPlaced:1', fingerprint: 'print' },
    };

    await createRedisMarks(connection).take(claim, { now, until: now + 1000, horizon: now });

    const seconds = Number(await server.cli(['TTL', 'mark:{inbox-charging-m}:mark-charging']));
    expect(seconds).toBeGreaterThan(29 * 86_400);
    expect(seconds).toBeLessThanOrEqual(30 * 86_400);
  });
});

describe('channels of Redis', () => {
  it.each([false, true])(
    'failure mode 72: a subscriber gets what is published while it listens, and not what it missed (sharded %s)',
    async (sharded) => {
      const settings = { ...server, sharded, telemetry: recordingTelemetry() };
      const [listener, speaker] = [await connectRedisPubSub(settings), await connectRedisPubSub(settings)];
      const seen: string[] = [];
      const channel = `hints-${String(sharded)}`;

      await speaker.publish(channel, 'before');
      const leave = await listener.subscribe(channel, (text) => seen.push(text));
      await speaker.publish(channel, 'while');
      await until('a text', () => seen.length === 1);
      await leave();
      await speaker.publish(channel, 'after');
      await listener.subscribe(channel, (text) => seen.push(text));
      await speaker.publish(channel, 'again');
      await until('another text', () => seen.length === 2);

      expect(seen).toEqual(['while', 'again']);
      listener.close();
      speaker.close();
    },
    testMs,
  );

  it(
    'listens again once the server is back',
    async () => {
      const channels = await connectRedisPubSub({ ...server, telemetry: recordingTelemetry() });
      const seen: string[] = [];
      await channels.subscribe('hints', (text) => seen.push(text));

      await server.kill();
      await server.restart();
      await until('a text', async () => {
        await channels.publish('hints', 'back');
        return seen.length > 0;
      });

      expect(seen[0]).toBe('back');
      channels.close();
    },
    testMs,
  );
});

describe('streams of Redis', () => {
  it(
    'failure mode 73: a record that its worker never settles is counted over workers and parked with its reason',
    async () => {
      const stream = 'poisoned';
      const limit = { maxReceives: 2, parking: createRedisParking({ redis: connection, stream }) };
      await createRedisStreamPublisher({ redis: connection, destinationOf: () => stream }).publish([message('poison')]);
      const counts: number[] = [];
      for (const consumer of ['first', 'second']) {
        const source = await sourceOf(stream, { consumer, limit });
        await take(source, ({ records }) => {
          counts.push(...records.map(({ receiveCount }) => receiveCount));
          return Promise.resolve(true);
        });
        await source.close();
      }

      const third = await sourceOf(stream, { consumer: 'third', limit });
      const reading = new AbortController();
      const batches = third.batches(reading.signal)[Symbol.asyncIterator]().next();
      const letters = createRedisDeadLetters({ redis: connection, stream });
      let found = await letters.receive();
      await until('a dead letter', async () => {
        found = found.length > 0 ? found : await letters.receive();
        return found.length > 0;
      });
      await until('nothing pending', async () => (await lagOf(connection, stream))[0]?.pending === 0);
      reading.abort();

      expect(await batches).toMatchObject({ done: true });
      expect(counts).toEqual([1, 2]);
      expect(found).toEqual([
        expect.objectContaining({ body: 'body of poison', reason: 'delivered 2 times', receiveCount: 2 }),
      ]);
      expect(await server.cli(['XPENDING', 'stream:{poisoned}', 'workers'])).toMatch(/^0\s/u);
    },
    testMs,
  );

  it(
    'failure mode 73: a stream is trimmed to its length, and never what its slowest group has yet to acknowledge',
    async () => {
      const stream = 'trimmed';
      const telemetry = recordingTelemetry();
      const trimmer = createStreamTrimmer({ redis: connection, telemetry, maxLength: 300, every: 100 });
      const publisher = createRedisStreamPublisher({ redis: connection, destinationOf: () => stream, trimmer });
      await server.cli(['XGROUP', 'CREATE', 'stream:{trimmed}', 'slow', '0', 'MKSTREAM']);
      const length = async (): Promise<number> => Number(await server.cli(['XLEN', 'stream:{trimmed}']));

      await publisher.publish(messages(1000));
      expect(await length()).toBe(1000);
      expect(telemetry.lines).toContain('stream longer than it should be, because a group is behind');

      const seen = new Set<string>();
      await take(await sourceOf(stream, { group: 'slow', batchSize: 100 }), async (batch) => {
        batch.records.forEach(({ body }) => seen.add(body));
        await batch.settle({ failed: [] });
        await trimmer.trim(stream);
        return seen.size === 1000;
      });

      expect(await length()).toBeGreaterThanOrEqual(300);
      expect(await length()).toBeLessThan(600);
    },
    testMs,
  );

  it('a record that is parked twice is one dead letter, which is gone once it was collected', async () => {
    const stream = 'parked';
    const parking = createRedisParking({ redis: connection, stream });
    const record = { id: '7-0', body: '{"not": "an event"', group: 'order-7', receiveCount: 3, receipt: '7-0' };
    const letters = createRedisDeadLetters({ redis: connection, stream, visibilitySeconds: 0 });

    await parking.park(record, 'no envelope');
    await parking.park(record, 'no envelope');
    const [letter, ...others] = await letters.receive();

    expect(letter).toMatchObject({
      ...{ id: '7-0', body: record.body, group: 'order-7', reason: 'no envelope', receiveCount: 3 },
    });
    expect(others).toEqual([]);
    if (letter !== undefined) {
      await letters.delete(letter);
    }
    expect(await letters.receive()).toEqual([]);
    expect((await server.cli(['XLEN', 'stream:{parked}:dead'])).trim()).toBe('0');
  });

  it('shows a dead letter again that was taken and not deleted', async () => {
    const stream = 'shown-again';
    const record = { id: '8-0', body: 'text', group: undefined, receiveCount: 1, receipt: '8-0' };
    await createRedisParking({ redis: connection, stream }).park(record, 'no envelope');
    const letters = createRedisDeadLetters({ redis: connection, stream, visibilitySeconds: 0 });

    const first = await letters.receive();
    const second = await letters.receive();

    expect(second).toEqual(first);
    expect(await createRedisDeadLetters({ redis: connection, stream }).receive()).toEqual([]);
  });

  it(
    'tells how far a group is behind as redis-cli does, while a worker holds records and after it settled them',
    async () => {
      const stream = 'behind';
      const key = 'stream:{behind}';
      const facts = async (): Promise<unknown> => {
        const lines = (await server.cli(['XINFO', 'GROUPS', key])).trim().split('\n');
        const fact = (name: string): string | undefined => lines[lines.indexOf(name) + 1];
        return [{ group: fact('name'), waiting: Number(fact('lag')), pending: Number(fact('pending')) }];
      };
      await createRedisStreamPublisher({ redis: connection, destinationOf: () => stream }).publish(messages(10));
      const source = await sourceOf(stream, { consumer: 'holder', mostHeld: 4, batchSize: 4 });

      const reading = source.batches(AbortSignal.timeout(60_000))[Symbol.asyncIterator]();
      const batch = await reading.next();
      expect(await lagOf(connection, stream)).toEqual([{ group: 'workers', waiting: 6, pending: 4 }]);
      expect(await facts()).toEqual(await lagOf(connection, stream));
      const pending = (await server.cli(['XPENDING', key, 'workers'])).trim().split('\n');
      expect([pending[0], ...pending.slice(3)]).toEqual(['4', 'holder', '4']);

      await reading.return?.();
      if (batch.done !== true) {
        await batch.value.settle({ failed: [] });
      }
      await source.close();
      expect(await lagOf(connection, stream)).toEqual(await facts());
      expect((await lagOf(connection, stream)).map((group) => group.pending)).toEqual([0]);
    },
    testMs,
  );

  it('fails to open a source with a wrong password, instead of trying for ever', async () => {
    const wrong = { password: 'wrong' };
    const source = await sourceOf('locked', { redis: await connect(wrong), blocking: await connect(wrong) });

    await expect(source.batches(AbortSignal.timeout(30_000))[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: 'source-unavailable',
    });
  });
});

/** A user whose password is the present token of a cache, on every node. */
async function letIn(running: RunningRedis, user: string, token: string): Promise<void> {
  for (const index of running.nodes.keys()) {
    await running.cli(['ACL', 'SETUSER', user, 'on', 'resetpass', `>${token}`, '~*', '&*', '+@all'], index);
  }
}

async function cutConnections(running: RunningRedis, nodes = [...running.nodes.keys()]): Promise<void> {
  for (const node of nodes) {
    await running.cli(['CLIENT', 'KILL', 'TYPE', 'normal'], node);
    await running.cli(['CLIENT', 'KILL', 'TYPE', 'pubsub'], node);
  }
}

/** A cache whose tokens take longer to get than a connection waits before it is made anew. */
async function tokensOf(running: RunningRedis): Promise<{
  readonly settings: RedisSettings;
  readonly telemetry: ReturnType<typeof recordingTelemetry>;
  readonly expire: () => Promise<void>;
}> {
  const [user, now, telemetry] = ['iam-user', fixedClock(), recordingTelemetry()];
  const token = createElastiCacheToken({
    ...{ cache: 'orders', user, region: 'eu-central-1', clock: now },
    credentials: () => Promise.resolve({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }),
  });
  await letIn(running, user, await token());
  const password = async (): Promise<string> => {
    await setTimeout(200);
    return token();
  };
  return {
    settings: { ...running, username: user, password, telemetry },
    telemetry,
    async expire() {
      now.advance(12 * 3_600_000);
      await letIn(running, user, await token());
    },
  };
}

const words = ['one', 'two', 'three', 'four', 'five', 'six'];

/** Writes keys that lie on every node of a cluster. */
async function write(redis: RedisConnection): Promise<readonly unknown[]> {
  return Promise.all(words.map((word) => redis.call('SET', word, 'kept')));
}

describe('a cache that knows its users by tokens', () => {
  it(
    'failure mode 75: a connection that was closed after 12 hours is made anew with a new token, and no command fails',
    async () => {
      const { settings, telemetry, expire } = await tokensOf(server);
      const redis = await connectRedis(settings);
      await write(redis);

      for (let closed = 1; closed <= 2; closed += 1) {
        await expire();
        await cutConnections(server);
        expect(await write(redis)).toEqual(words.map(() => 'OK'));
      }

      expect(telemetry.lines.filter((line) => line.includes('password'))).toEqual([]);
      redis.close();
    },
    testMs,
  );

  it(
    'tries the last password when there is no new one, and leaves while it waits for one',
    async () => {
      const telemetry = recordingTelemetry();
      const next = Promise.withResolvers<string>();
      let answer = (): Promise<string> => Promise.resolve(server.password);
      let waiting = false;
      const redis = await connect({ password: () => answer(), telemetry });
      await redis.call('PING');

      answer = () => Promise.reject(new TypeError('none'));
      await cutConnections(server);
      expect(await redis.call('PING')).toBe('PONG');
      expect(telemetry.lines).toContain('no new password for Redis');

      answer = () => {
        waiting = true;
        return next.promise;
      };
      await cutConnections(server);
      await until('a question for a password', () => waiting);
      redis.close();
      next.resolve(server.password);
      await connection.call('PING');
      await until('two connections, ours and that of redis-cli', async () => {
        const list = await server.cli(['CLIENT', 'LIST', 'TYPE', 'normal']);
        return list.split('\n').filter((line) => line.startsWith('id=')).length === 2;
      });
    },
    testMs,
  );
});

describe('a cluster of Redis', () => {
  let cluster: RunningRedis;
  beforeAll(async () => {
    cluster = await startRedis({ directory: join(directory, 'cluster'), mode: 'cluster', say: () => undefined });
  }, startMs);
  afterAll(() => cluster.stop(), startMs);

  it.each([
    ['every node', undefined],
    ['one node', [0]],
  ])(
    'failure mode 75: makes connections anew with a new token when %s closed them after 12 hours, and no command fails',
    async (_, nodes) => {
      const { settings, expire } = await tokensOf(cluster);
      const redis = await connectRedis(settings);
      const channels = await connectRedisPubSub(settings);
      const seen: string[] = [];
      await channels.subscribe('hints', (text) => seen.push(text));
      await write(redis);

      for (let closed = 1; closed <= 2; closed += 1) {
        await expire();
        await cutConnections(cluster, nodes);
        expect(await write(redis)).toEqual(words.map(() => 'OK'));
        await until('a hint', async () => {
          await channels.publish('hints', `round ${closed}`);
          return seen.includes(`round ${closed}`);
        });
      }

      redis.close();
      channels.close();
    },
    testMs,
  );

  it(
    'failure mode 74: what belongs to a stream lies in one slot, so that scripts on it and its dead letters are allowed',
    async () => {
      const redis = await connectRedis({ ...cluster, telemetry: recordingTelemetry() });
      try {
        for (const stream of ['orders', 'payments', 'shipping']) {
          const [publisher, parking] = [
            createRedisStreamPublisher({ redis, destinationOf: () => stream }),
            createRedisParking({ redis, stream }),
          ];
          expect(await publisher.publish(messages(20))).toEqual({ failed: [] });
          await parking.park(
            { id: '1-0', body: 'b', group: undefined, receiveCount: 1, receipt: '1-0' },
            'no envelope',
          );
          expect(await createRedisDeadLetters({ redis, stream }).receive()).toHaveLength(1);

          const slots = [`stream:{${stream}}`, `stream:{${stream}}:dead`].map((key) =>
            cluster.cli(['CLUSTER', 'KEYSLOT', key]),
          );
          expect(new Set(await Promise.all(slots)).size).toBe(1);
        }
      } finally {
        redis.close();
      }
    },
    testMs,
  );
});
