import { Redis } from 'ioredis';
import { connectRedis } from '../../lambdas/adapters/redis/connect-redis.ts';
import { createRedisStreamPublisher } from '../../lambdas/adapters/redis/redis-stream-publisher.ts';
import { createRedisStreamSource } from '../../lambdas/adapters/redis/redis-stream-source.ts';
import { streamKey } from '../../lambdas/contracts/definition/redis-keys.ts';
import { abortableSleep } from '../../lambdas/adapters/system/abortable-sleep.ts';
import { systemClock as clock } from '../../lambdas/adapters/system/system-clock.ts';
import { createMemoryTelemetry } from '../../lambdas/adapters/telemetry/memory-telemetry.ts';
import type { OutgoingMessage } from '../../lambdas/core/ports/publisher.ts';
import { type RunningRedis, startRedis } from '../../localstack/backends/redis/start-redis.ts';
import { bullProducer, bullWorker } from './bullmq-sides.ts';
import { startOurWorker } from './our-worker.ts';
import { publishAll } from './publish-all.ts';
import { readStream } from './read-stream.ts';
import { type BrokerSides, type ConsumerSide, type ProducerSide, aims } from './sides.ts';

const telemetry = createMemoryTelemetry();
const group = 'bench';

/** Records of one read, of one acknowledgement, and of one batch. */
const batch = 100;
const held = 4 * batch;

/** Starts Redis, and tells how this package, ioredis alone and BullMQ work with it. */
export async function redisSides(directory: string, say: (line: string) => void): Promise<BrokerSides> {
  const server = await startRedis({ directory, say });
  const login = { ...server.nodes[0], username: server.username, password: server.password };
  const connect = (): Redis => new Redis({ ...login, maxRetriesPerRequest: null });
  return {
    broker: 'Redis',
    messages: 10_000,
    producers: [ourProducer(server), bareProducer(connect), bullProducer(login)],
    consumers: [ourConsumer(server, connect), bareConsumer(connect), bullWorker(login)],
    pairs: { produce: pairs, consume: pairs },
    close: () => server.stop(),
  };
}

const pairs = [
  { ours: 'this package', peer: 'ioredis', least: aims.bare },
  { ours: 'this package', peer: 'BullMQ', least: aims.toolkit },
];

function ourProducer(server: RunningRedis): ProducerSide {
  return {
    name: 'this package',
    open: async (stream) => {
      const redis = await connectRedis({ ...server, telemetry });
      const publisher = createRedisStreamPublisher({ redis, destinationOf: () => stream });
      return {
        send: (messages) => publishAll(publisher, messages),
        close: () => {
          redis.close();
          return Promise.resolve();
        },
      };
    },
  };
}

function ourConsumer(server: RunningRedis, connect: () => Redis): ConsumerSide {
  return {
    name: 'this package',
    open: async ({ place: stream, messages, settled }) => {
      const client = connect();
      const redis = await connectRedis({ ...server, telemetry });
      const blocking = await connectRedis({ ...server, telemetry });
      await createRedisStreamPublisher({ redis, destinationOf: () => stream }).publish(messages);
      const limits = { mostHeld: held, batchSize: batch };
      const source = createRedisStreamSource({
        ...{ redis, blocking, stream, group, consumer: 'one', clock, telemetry, sleep: abortableSleep, ...limits },
      });
      let worker: ReturnType<typeof startOurWorker> | undefined;
      return {
        begin: () => {
          worker = startOurWorker({ source, settled });
          return Promise.resolve();
        },
        end: async () => {
          await worker?.stop();
          return leftIn(client, streamKey(stream));
        },
      };
    },
  };
}

function bareProducer(connect: () => Redis): ProducerSide {
  return {
    name: 'ioredis',
    open: (stream) => {
      const client = connect();
      return Promise.resolve({
        send: (messages) => addEntries(client, stream, messages),
        close: () => {
          client.disconnect();
          return Promise.resolve();
        },
      });
    },
  };
}

async function addEntries(client: Redis, stream: string, messages: readonly OutgoingMessage[]): Promise<void> {
  await Promise.all(messages.map(({ id, body }) => client.xadd(stream, '*', 'id', id, 'body', body)));
}

function bareConsumer(connect: () => Redis): ConsumerSide {
  return {
    name: 'ioredis',
    open: async ({ place: stream, messages, settled }) => {
      const client = connect();
      await addEntries(client, stream, messages);
      let reading = Promise.resolve();
      const stopping = new AbortController();
      return {
        begin: async () => {
          await client.xgroup('CREATE', stream, group, '0');
          reading = readStream({ client, stream, group, batch, settled, signal: stopping.signal });
        },
        end: async () => {
          stopping.abort();
          await reading;
          return leftIn(client, stream);
        },
      };
    },
  };
}

/** Entries that the group has not read or not acknowledged. */
async function leftIn(client: Redis, key: string): Promise<number> {
  const [length, [pending]] = await Promise.all([client.xlen(key), client.xpending(key, group)]);
  const groups = await client.call('XINFO', 'GROUPS', key);
  client.disconnect();
  const [fields] = Array.isArray(groups) ? (groups as readonly unknown[]) : [];
  const flat = Array.isArray(fields) ? (fields as readonly unknown[]) : [];
  const read = flat[flat.indexOf('entries-read') + 1];
  return length - Number(read) + Number(pending);
}
