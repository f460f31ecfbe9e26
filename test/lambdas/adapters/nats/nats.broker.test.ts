import {
  type ConsumerInfo,
  type JetStreamClient,
  type JetStreamManager,
  jetstream,
  jetstreamManager,
} from '@nats-io/jetstream';
import { type NatsConnection, connect } from '@nats-io/transport-node';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as z from 'zod/mini';
import { connectNats } from '../../../../lambdas/adapters/nats/connect-nats.ts';
import { lagOf } from '../../../../lambdas/adapters/nats/lag-of.ts';
import { createNatsDeadLetters } from '../../../../lambdas/adapters/nats/nats-dead-letters.ts';
import { createNatsParking } from '../../../../lambdas/adapters/nats/nats-parking.ts';
import { createNatsPublisher } from '../../../../lambdas/adapters/nats/nats-publisher.ts';
import { type NatsSourceDependencies, createNatsSource } from '../../../../lambdas/adapters/nats/nats-source.ts';
import { reconcileConsumer } from '../../../../lambdas/adapters/nats/reconcile-consumer.ts';
import { reconcileStream } from '../../../../lambdas/adapters/nats/reconcile-stream.ts';
import type { SourceRecord } from '../../../../lambdas/core/consume/source-record.ts';
import type { DeadLetterQueue, FoundDeadLetter } from '../../../../lambdas/core/ports/dead-letter-queue.ts';
import type { OutgoingMessage, Publisher } from '../../../../lambdas/core/ports/publisher.ts';
import type { SourceBatch } from '../../../../lambdas/core/ports/worker-source.ts';
import { type RunningNats, startNats } from '../../../../localstack/backends/nats/start-nats.ts';
import { localDirectory } from '../../../../localstack/backends/project-paths.ts';
import { recordingTelemetry } from '../../../support/recording-telemetry.ts';

const clock = { now: () => Date.now() };
const sleep = async (milliseconds: number, signal?: AbortSignal): Promise<void> => {
  await setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);
};
const testMilliseconds = 120_000;

let server: RunningNats;
let connection: NatsConnection;
let client: JetStreamClient;
let manager: JetStreamManager;
let streams = 0;
let stream: string;

beforeAll(async () => {
  await mkdir(join(localDirectory, 'brokers'), { recursive: true });
  const directory = await mkdtemp(join(localDirectory, 'brokers', 'nats-'));
  server = await startNats({ directory, say: () => undefined });
  connection = await connected();
  client = jetstream(connection);
  manager = await jetstreamManager(connection);
}, 180_000);

afterAll(async () => {
  await connection.close();
  await server.stop();
}, 60_000);

beforeEach(async () => {
  streams += 1;
  stream = `orders-${streams}`;
  await reconcileStream(manager, { name: stream, subjects: [`${stream}.*`] });
  await reconcileConsumer(manager, { stream, name: 'billing', ackWaitSeconds: 3 });
});

describe('connecting', () => {
  it('fails for a login that the server refuses', async () => {
    const refused = connectNats({
      servers: [server.url],
      login: { username: server.username, password: 'wrong' },
      telemetry: recordingTelemetry(),
      sleep,
    });

    await expect(refused).rejects.toMatchObject({
      code: 'source-unavailable',
      message: 'NATS must accept the connection, got a refusal',
    });
  });

  it('fails for a server that is not there only when told to wait no longer', async () => {
    const waiting = new AbortController();
    const telemetry = recordingTelemetry();
    const never = connectNats({ servers: ['nats://127.0.0.1:1'], telemetry, sleep, signal: waiting.signal });
    never.catch(() => undefined);
    await until(() => telemetry.lines.length >= 2);

    waiting.abort();

    await expect(never).rejects.toMatchObject({ code: 'source-unavailable' });
  });
});

describe('reconciling', () => {
  it('answers no drift when all is as described', async () => {
    expect(await reconcileStream(manager, { name: stream, subjects: [`${stream}.*`] })).toEqual([]);
    expect(await reconcileConsumer(manager, { stream, name: 'billing', ackWaitSeconds: 3 })).toEqual([]);
  });

  it('changes what may be changed and says what it was', async () => {
    const description = { name: stream, subjects: [`${stream}.*`], maxAgeSeconds: 3600 };
    const reader = { stream, name: 'billing', ackWaitSeconds: 20, subjects: [`${stream}.paid`] };

    expect(await reconcileStream(manager, description)).toEqual([
      { setting: 'max_age', wanted: '3600000000000', found: '0' },
    ]);
    expect(await reconcileConsumer(manager, reader)).toEqual([
      { setting: 'ack_wait', wanted: '20000000000', found: '3000000000' },
      { setting: 'filter_subjects', wanted: `["${stream}.paid"]`, found: '[]' },
    ]);
    expect(await reconcileStream(manager, description)).toEqual([]);
    expect(await reconcileConsumer(manager, reader)).toEqual([]);
  });

  it('fails for what cannot be changed, and says what is to be done', async () => {
    await expect(
      reconcileStream(manager, { name: stream, subjects: [`${stream}.*`], keeps: 'queue' }),
    ).rejects.toMatchObject({
      code: 'input-invalid',
      message:
        `stream "${stream}" must be made anew, its messages moved by hand: ` +
        'it has retention "limits" instead of "workqueue"',
    });
  });
});

it(
  'shows to a client without any of our code the stream, its reader, what is unacknowledged and what is settled',
  async () => {
    const { url, username, password } = server;
    const witness = await connect({ servers: url, user: username, pass: password });
    const streamsOf = await jetstreamManager(witness);
    const reader = (): Promise<ConsumerInfo> => streamsOf.consumers.info(stream, 'billing');
    await publishAll(Array.from({ length: 5 }, (_, turn) => note('k', turn)));
    const source = createNatsSource({ ...sourceDependencies(connection), prefetch: 3, batchSize: 3 });

    const held: SourceBatch[] = [];
    for await (const batch of source.batches(AbortSignal.timeout(60_000))) {
      held.push(batch);
      if (held.flatMap(({ records }) => records).length === 3) {
        break;
      }
    }
    expect(await lagOf(manager, stream, 'billing')).toEqual({ waiting: 2, pending: 3, redelivered: 0 });
    expect(await reader()).toMatchObject({
      ...{ num_pending: 2, num_ack_pending: 3, num_redelivered: 0, ack_floor: { stream_seq: 0 } },
      config: { durable_name: 'billing', ack_policy: 'explicit', ack_wait: 3_000_000_000, max_ack_pending: 1000 },
    });
    expect(await streamsOf.streams.info(stream)).toMatchObject({
      state: { messages: 5 },
      config: { subjects: [`${stream}.*`], retention: 'limits', storage: 'file', discard: 'new' },
    });

    await Promise.all(held.map((batch) => batch.settle({ failed: [] })));
    await source.close();
    await untilAsync(async () => (await reader()).ack_floor.stream_seq === 3);
    expect(await lagOf(manager, stream, 'billing')).toEqual({ waiting: 2, pending: 0, redelivered: 0 });
    await witness.close();
  },
  testMilliseconds,
);

describe('publishing', () => {
  it('stores once what is published twice, and each message with its headers', async () => {
    const message = note('k', 1);

    await publishAll([message]);
    await publishAll([message]);

    const { messages } = (await manager.streams.info(stream)).state;
    const stored = await manager.streams.getMessage(stream, { last_by_subj: `${stream}.noted` });
    expect(messages).toBe(1);
    expect(stored?.string()).toBe('k:1');
    expect(
      Object.fromEntries([...(stored?.header.keys() ?? [])].map((name) => [name, stored?.header.get(name)])),
    ).toEqual({
      'Nats-Msg-Id': 'id k:1',
      'Nats-Expected-Stream': stream,
      'content-type': 'application/cloudevents+json',
      ce_id: 'id k:1',
      ce_type: 'noted',
      ce_partitionkey: 'k',
    });
  });

  it('keeps the order of a key, and holds back what follows a message that is too large', async () => {
    const large = { ...note('a', 2), body: 'x'.repeat(2_000_000) };

    const { failed } = await publisher().publish([note('a', 1), note('b', 1), large, note('a', 3), note('b', 2)]);

    expect(failed).toEqual([
      { id: 'id a:2', reason: expect.stringContaining('max_payload') },
      { id: 'id a:3', reason: 'held back behind "id a:2" of the same key' },
    ]);
    expect((await manager.streams.info(stream)).state.messages).toBe(3);
  });

  it('fails what no stream keeps, what another stream would keep, and what a full stream refuses', async () => {
    const elsewhere = publisher({ destinationOf: () => 'nobody.keeps.this', deliverySeconds: 0 });
    const wrong = publisher({ stream: 'another' });

    expect((await elsewhere.publish([note('a', 1)])).failed).toHaveLength(1);
    expect((await wrong.publish([note('a', 1)])).failed).toEqual([
      { id: 'id a:1', reason: 'expected stream does not match' },
    ]);
    await reconcileStream(manager, { name: stream, subjects: [`${stream}.*`], maxBytes: 1 });
    expect((await publisher().publish([note('a', 1)])).failed).toEqual([
      { id: 'id a:1', reason: 'maximum bytes exceeded' },
    ]);
  });
});

describe('dead letters', () => {
  let letters: DeadLetterQueue;
  let subject: string;

  beforeEach(async () => {
    subject = `dead.${stream}`;
    await reconcileStream(manager, { name: `${stream}-dead`, subjects: [subject], keeps: 'queue' });
    await reconcileConsumer(manager, { stream: `${stream}-dead`, name: 'collectors', ackWaitSeconds: 1 });
    letters = createNatsDeadLetters({ client, connection, stream: `${stream}-dead`, consumer: 'collectors' });
  });

  it(
    'hold what failed too often, with its reason, and forget what is deleted',
    async () => {
      await publishAll([note('k', 1), note('k', 2)]);
      const reading = read(({ body }) => body !== 'k:1', { deadLetters: { subject, after: 3 }, pauseMilliseconds: 10 });

      const [letter] = await collect(letters, 1);
      await reading.stop();

      expect(letter).toMatchObject({ id: '1', body: 'k:1', group: 'k', reason: 'failed 3 times', receiveCount: 3 });
      expect(reading.seen.filter(({ body }) => body === 'k:1')).toHaveLength(3);
      expect(await lagOf(manager, stream, 'billing')).toEqual({ waiting: 0, pending: 0, redelivered: 0 });
      await letters.delete(letter);
      expect((await manager.streams.info(`${stream}-dead`)).state.messages).toBe(0);
    },
    testMilliseconds,
  );

  it(
    'come again when they were taken and not deleted',
    async () => {
      const parking = createNatsParking({ client, subject, stream });
      await parking.park(recordOf('7', 'spoiled'), 'total must be\na number');

      const [first] = await collect(letters, 1);
      const [again] = await collect(letters, 1);

      expect(first).toMatchObject({ id: '7', body: 'spoiled', reason: 'total must be a number', receiveCount: 2 });
      expect(again).toMatchObject({ id: '7', body: 'spoiled' });
    },
    testMilliseconds,
  );

  it(
    'failure mode 63: keep the raw bytes of a message that is no text, once, although it is parked twice',
    async () => {
      const bytes = Uint8Array.from([0xff, 0x00, 0xc3, 0x28]);
      await client.publish(`${stream}.noted`, bytes);
      const source = createNatsSource({ ...sourceDependencies(connection) });
      const parking = createNatsParking({ client, subject, stream, originOf: source.originOf });
      const stopping = new AbortController();

      for await (const batch of source.batches(stopping.signal)) {
        const { records } = batch;
        for (const record of [...records, ...records]) {
          await parking.park(record, 'not JSON');
        }
        await batch.settle({ failed: [] });
        stopping.abort();
      }
      await source.close();

      const stored = await manager.streams.getMessage(`${stream}-dead`, { last_by_subj: subject });
      expect(stored?.data).toEqual(bytes);
      expect(stored?.header.get('dlq_source')).toBe(`${stream}.noted`);
      expect((await manager.streams.info(`${stream}-dead`)).state.messages).toBe(1);
    },
    testMilliseconds,
  );
});

it('a source fails for a consumer that does not exist', async () => {
  const source = createNatsSource({ ...sourceDependencies(connection), consumer: 'nobody' });

  const reading = source.batches(new AbortController().signal)[Symbol.asyncIterator]().next();

  await expect(reading).rejects.toMatchObject({ code: 'source-unavailable' });
  await source.close();
});

it(
  'long work is not given to another worker while it goes on',
  async () => {
    await publishAll([note('k', 1)]);
    const reading = read(
      () => true,
      { keepMilliseconds: 500 },
      () => sleep(5000),
    );
    const other = read(() => true);

    await until(() => reading.done.length + other.done.length > 0);
    await Promise.all([reading.stop(), other.stop()]);

    expect([...reading.seen, ...other.seen]).toHaveLength(1);
  },
  testMilliseconds,
);

it(
  'loses nothing and stores nothing twice when the server is killed twice while 20,000 messages go through it',
  async () => {
    const total = 20_000;
    const batches = Array.from({ length: total / 500 }, (_, batch) =>
      Array.from({ length: 500 }, (__, place) => note(`key-${place % 100}`, batch * 5 + Math.floor(place / 100))),
    );
    const handled = new Set<string>();
    const own = await connected();
    const reading = read(
      ({ body }) => {
        handled.add(body);
        return true;
      },
      { ...sourceDependencies(own), prefetch: 500, batchSize: 100 },
    );
    const killing = killAt([5000, 12_000], () => handled.size);

    const acknowledged: string[] = [];
    for (const batch of batches) {
      const { failed } = await publisher({ deliverySeconds: 60 }).publish(batch);
      expect(failed).toEqual([]);
      acknowledged.push(...batch.map(({ body }) => body));
    }
    await killing;
    await until(() => handled.size === total, 60);
    await untilAsync(async () => (await monitored()).ack_floor.stream_seq === total);
    await reading.stop();
    await own.close();

    // A delivery may come again when its acknowledgement was lost; its id then says so, as the stream has it once.
    expect([...handled].sort()).toEqual([...acknowledged].sort());
    expect(new Set(reading.seen.map(({ id }) => id)).size).toBe(total);
    expect((await manager.streams.info(stream)).state.messages).toBe(total);
    expect(await monitored()).toMatchObject({ num_pending: 0, num_ack_pending: 0 });
    expect(await lagOf(manager, stream, 'billing')).toEqual({ waiting: 0, pending: 0, redelivered: 0 });
  },
  testMilliseconds,
);

async function killAt(counts: readonly number[], handled: () => number): Promise<void> {
  for (const count of counts) {
    await until(() => handled() >= count, 60);
    await server.kill();
    await server.restart();
  }
}

const monitoredSchema = z.object({
  account_details: z.array(
    z.object({
      stream_detail: z.array(
        z.object({
          name: z.string(),
          consumer_detail: z.optional(
            z.array(
              z.object({
                num_pending: z.number(),
                num_ack_pending: z.number(),
                ack_floor: z.object({ stream_seq: z.number() }),
              }),
            ),
          ),
        }),
      ),
    }),
  ),
});

/** What the server itself says of the consumer, without our client. */
async function monitored() {
  const answer: unknown = await (await fetch(`${server.monitoringUrl}/jsz?consumers=1&streams=1`)).json();
  const all = monitoredSchema.parse(answer).account_details.flatMap(({ stream_detail }) => stream_detail);
  const [consumer] = all.find(({ name }) => name === stream)?.consumer_detail ?? [];
  if (consumer === undefined) {
    throw new RangeError(`the server must know a consumer of ${stream}`);
  }
  return consumer;
}

function connected(): Promise<NatsConnection> {
  const { url, username, password } = server;
  return connectNats({ servers: [url], login: { username, password }, telemetry: recordingTelemetry(), sleep });
}

function publisher(options: Partial<Parameters<typeof createNatsPublisher>[0]> = {}): Publisher {
  return createNatsPublisher({
    client,
    destinationOf: ({ type }) => `${stream}.${type}`,
    stream,
    clock,
    sleep,
    ...options,
  });
}

async function publishAll(messages: readonly OutgoingMessage[]): Promise<void> {
  expect(await publisher().publish(messages)).toEqual({ failed: [] });
}

function note(key: string, turn: number): OutgoingMessage {
  return { id: `id ${key}:${turn}`, type: 'noted', key, body: `${key}:${turn}` };
}

function recordOf(id: string, body: string): SourceRecord {
  return { id, body, group: undefined, receiveCount: 2, receipt: id };
}

function sourceDependencies(own: NatsConnection): NatsSourceDependencies {
  return {
    client: jetstream(own),
    connection: own,
    stream,
    consumer: 'billing',
    telemetry: recordingTelemetry(),
    sleep,
    keepMilliseconds: 1000,
  };
}

function read(
  judge: (record: SourceRecord) => boolean,
  options: Partial<NatsSourceDependencies> = {},
  work: () => Promise<void> = () => Promise.resolve(),
) {
  const source = createNatsSource({ ...sourceDependencies(connection), ...options });
  const stopping = new AbortController();
  const seen: SourceRecord[] = [];
  const done: SourceRecord[] = [];
  const run = async (): Promise<void> => {
    for await (const batch of source.batches(stopping.signal)) {
      const { records } = batch;
      seen.push(...records);
      await work();
      const failed = records.filter((record) => !judge(record)).map(({ id }) => id);
      await batch.settle({ failed });
      done.push(...records.filter(({ id }) => !failed.includes(id)));
    }
  };
  const running = run();
  return {
    seen,
    done,
    stop: async () => {
      stopping.abort();
      await running;
      await source.close();
    },
  };
}

async function collect(letters: DeadLetterQueue, count: number): Promise<readonly [FoundDeadLetter]> {
  const found: FoundDeadLetter[] = [];
  await untilAsync(async () => {
    found.push(...(await letters.receive()));
    return found.length >= count;
  });
  const [first] = found;
  if (first === undefined) {
    throw new RangeError('a dead letter must be found');
  }
  return [first];
}

function until(holds: () => boolean, seconds = 30): Promise<void> {
  return untilAsync(() => Promise.resolve(holds()), seconds);
}

async function untilAsync(holds: () => Promise<boolean>, seconds = 30): Promise<void> {
  for (const deadline = clock.now() + seconds * 1000; !(await holds());) {
    if (clock.now() > deadline) {
      throw new RangeError(`within ${seconds} s it must hold: ${holds.toString()}`);
    }
    await setTimeout(20);
  }
}
