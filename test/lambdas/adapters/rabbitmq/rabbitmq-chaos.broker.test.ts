import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as timeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { connectRabbit } from '../../../../lambdas/adapters/rabbitmq/rabbit-connection.ts';
import { createRabbitPublisher } from '../../../../lambdas/adapters/rabbitmq/rabbit-publisher.ts';
import { createRabbitSource } from '../../../../lambdas/adapters/rabbitmq/rabbit-source.ts';
import { reconcileTopology } from '../../../../lambdas/adapters/rabbitmq/reconcile-topology.ts';
import { sha256Fingerprint } from '../../../../lambdas/adapters/system/sha256-fingerprint.ts';
import { systemClock as clock } from '../../../../lambdas/adapters/system/system-clock.ts';
import { uuidSource } from '../../../../lambdas/adapters/system/uuid-source.ts';
import { silentTelemetry as telemetry } from '../../../../lambdas/adapters/telemetry/silent-telemetry.ts';
import { event } from '../../../../lambdas/contracts/events/event-type.ts';
import { type BatchConsumer, createBatchConsumer } from '../../../../lambdas/core/consume/batch-consumer.ts';
import { createNoParking } from '../../../../lambdas/core/consume/no-parking.ts';
import { ok } from '../../../../lambdas/core/consume/outcome.ts';
import { idempotent } from '../../../../lambdas/core/idempotency/idempotent-consumer.ts';
import { createMessageWriter } from '../../../../lambdas/core/outbox/message-writer.ts';
import type { OutgoingMessage } from '../../../../lambdas/core/ports/publisher.ts';
import type { WorkerSource } from '../../../../lambdas/core/ports/worker-source.ts';
import { createWorker } from '../../../../lambdas/core/worker/worker.ts';
import { localDirectory } from '../../../../localstack/backends/project-paths.ts';
import { type RunningRabbitMq, startRabbitMq } from '../../../../localstack/backends/rabbitmq/start-rabbitmq.ts';

const total = 20_000;
const callSize = 250;
const workerCount = 2;
const patienceMilliseconds = 80_000;
const testMilliseconds = 3 * patienceMilliseconds;

const sleep = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
  await timeout(milliseconds, undefined, { signal }).catch(() => undefined);
};

let server: RunningRabbitMq;
let directory: string;

beforeAll(async () => {
  await mkdir(join(localDirectory, 'brokers'), { recursive: true });
  directory = await mkdtemp(join(localDirectory, 'brokers', 'rabbitmq-chaos-'));
  server = await startRabbitMq({ directory, say: () => undefined });
}, 180_000);

afterAll(async () => {
  await server.stop();
  await rm(directory, { recursive: true, force: true });
}, 60_000);

it(
  'loses nothing and does nothing twice when the server is killed twice while 20,000 messages go through it',
  async () => {
    const queue = await queueOf('chaos');
    const effects = new Map<string, number>();
    const consumeFrom = counting(effects);
    const workers = await Promise.all(Array.from({ length: workerCount }, () => startWorker(queue, consumeFrom)));
    const producer = await openProducer(queue);

    const firstHalf = await producer.sendAll(total / 2);
    await until('a quarter of the effects', () => effects.size >= total / 4);
    // Begun before the kill and after the first half, so that calls are refused however fast the first half went.
    const secondHalf = producer.sendAll(total / 2);
    await server.kill();
    await until('a call that the publisher gave up', () => producer.refused() > 0);
    // Connects to a server that is not there.
    const late = startWorker(queue, consumeFrom);
    await server.restart();
    await until('three quarters of the effects', () => effects.size >= (total * 3) / 4);
    await server.restart();
    const confirmed = [...firstHalf, ...(await secondHalf)];
    await until('every effect', () => effects.size >= total);
    await untilSettled(queue);

    expect([...effects.keys()].sort()).toEqual([...confirmed].sort());
    expect([...effects.values()].filter((times) => times !== 1)).toEqual([]);
    for (const worker of [...workers, await late]) {
      await worker.stop();
    }
    await producer.close();
  },
  testMilliseconds,
);

it(
  'gives to another worker what one held that was killed in the middle of a batch, and nothing that it had settled',
  async () => {
    const queue = await queueOf('deadly');
    const producer = await openProducer(queue);
    const sent = await producer.sendAll(100);
    const doomed = await startDoomedWorker(queue);

    await doomed.kill();

    const seen = new Map<string, number>();
    const heir = await startWorker(queue, () => (records) => {
      records.forEach(({ id, receiveCount }) => seen.set(id, receiveCount));
      return Promise.resolve({ failed: [] });
    });
    await untilSettled(queue);
    await heir.stop();
    expect(doomed.held.length).toBeGreaterThan(0);
    expect([...seen.keys(), ...doomed.settled].sort()).toEqual([...sent].sort());
    expect(doomed.held.map((id) => seen.get(id))).toEqual(doomed.held.map(() => 2));
    await producer.close();
  },
  testMilliseconds,
);

const Counted = event('counted', { schema: z.object({ turn: z.number() }), key: ({ turn }) => `key-${turn % 100}` });

/** Counts how often each message took effect; the marks of what did are shared by all workers, as in a table. */
function counting(effects: Map<string, number>): (source: WorkerSource) => BatchConsumer {
  const consumer = idempotent(
    {
      name: 'counting',
      handles: [Counted],
      handle: ({ id }) => {
        effects.set(id, (effects.get(id) ?? 0) + 1);
        return Promise.resolve(ok());
      },
    },
    { items: createMemoryItemStore(), clock, ids: uuidSource, fingerprint: sha256Fingerprint },
  );
  return ({ visibility }) =>
    createBatchConsumer({
      ...{ consumer, visibility, clock, telemetry, ordering: 'none', parking: createNoParking({ telemetry }) },
    });
}

async function startWorker(queue: string, consumeFrom: (source: WorkerSource) => BatchConsumer) {
  const connection = await connectRabbit({ url: server.url, telemetry, mostRetryMilliseconds: 500 });
  const source = createRabbitSource({ connection, queue, clock, sleep, telemetry, batchSize: 50 });
  const stopping = new AbortController();
  const running = createWorker({ source, consume: consumeFrom(source), clock, sleep, telemetry }).run(stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await running;
      await connection.close();
    },
  };
}

/** Sends like an outbox: what was not confirmed is sent again by another call, with the same id. */
async function openProducer(queue: string) {
  const connection = await connectRabbit({ url: server.url, telemetry, mostRetryMilliseconds: 500 });
  const publisher = createRabbitPublisher({
    ...{ connection, clock, sleep, exchange: '', destinationOf: () => queue, giveUpSeconds: 1 },
  });
  const writer = createMessageWriter({ ids: uuidSource, clock, source: '/chaos/producer' });
  let refused = 0;
  return {
    refused: () => refused,
    sendAll: async (count: number): Promise<readonly string[]> => {
      const confirmed: string[] = [];
      for (let turn = 0; turn < count; turn += callSize) {
        const messages = Array.from({ length: Math.min(callSize, count - turn) }, (_, index): OutgoingMessage => {
          const { id, type, subject, ...rest } = writer.write(Counted.of({ turn: turn + index }), undefined);
          return { id, type, key: subject, body: JSON.stringify({ id, type, subject, ...rest }) };
        });
        for (let rest = messages; rest.length > 0;) {
          const failed = new Set((await publisher.publish(rest)).failed.map(({ id }) => id));
          refused += failed.size;
          rest = rest.filter(({ id }) => failed.has(id));
        }
        confirmed.push(...messages.map(({ id }) => id));
      }
      return confirmed;
    },
    close: async () => {
      await publisher.close();
      await connection.close();
    },
  };
}

const holdingSchema = z.object({ settled: z.array(z.string()), held: z.array(z.string()) });

/** A worker in a process of its own, once it has settled one batch and holds another. */
async function startDoomedWorker(queue: string) {
  const script = fileURLToPath(new URL('doomed-worker.ts', import.meta.url));
  const child = spawn(process.execPath, [script], {
    env: { RABBIT_URL: server.url, RABBIT_QUEUE: queue },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface(child.stdout)) {
    const { settled, held } = holdingSchema.parse(JSON.parse(line));
    return {
      settled,
      held,
      kill: async (): Promise<void> => {
        const ended = once(child, 'exit');
        child.kill('SIGKILL');
        await ended;
      },
    };
  }
  throw new TypeError('a worker must say what it holds before it ends');
}

async function queueOf(name: string): Promise<string> {
  const connection = await connectRabbit({ url: server.url, telemetry });
  await reconcileTopology(connection, { exchanges: [], queues: [{ name }] });
  await connection.close();
  return name;
}

const countsSchema = z.object({ messages: z.optional(z.number()) });

/** Waits until the server itself says that a queue has nothing, neither waiting nor given and not acknowledged. */
async function untilSettled(queue: string): Promise<void> {
  await until(`nothing in "${queue}"`, async () => {
    const found = await server.management(`queues/%2F/${queue}`).catch(() => ({}));
    return countsSchema.parse(found).messages === 0;
  });
}

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + patienceMilliseconds; !(await holds());) {
    if (Date.now() > end) {
      throw new TypeError(`in time there must be ${what}`);
    }
    await timeout(20);
  }
}
