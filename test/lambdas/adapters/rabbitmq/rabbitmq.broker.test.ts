import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { createRabbitCaller } from '../../../../lambdas/adapters/rabbitmq/rabbit-caller.ts';
import { type RabbitConnection, connectRabbit } from '../../../../lambdas/adapters/rabbitmq/rabbit-connection.ts';
import { createRabbitDeadLetters } from '../../../../lambdas/adapters/rabbitmq/rabbit-dead-letters.ts';
import { createRabbitLogs } from '../../../../lambdas/adapters/rabbitmq/rabbit-logs.ts';
import { createRabbitParking } from '../../../../lambdas/adapters/rabbitmq/rabbit-parking.ts';
import { type RabbitPublisher, createRabbitPublisher } from '../../../../lambdas/adapters/rabbitmq/rabbit-publisher.ts';
import { startRabbitResponder } from '../../../../lambdas/adapters/rabbitmq/rabbit-responder.ts';
import { createRabbitSource } from '../../../../lambdas/adapters/rabbitmq/rabbit-source.ts';
import { reconcileTopology } from '../../../../lambdas/adapters/rabbitmq/reconcile-topology.ts';
import type { OutgoingMessage } from '../../../../lambdas/core/ports/publisher.ts';
import { localDirectory } from '../../../../localstack/backends/project-paths.ts';
import { type RunningRabbitMq, startRabbitMq } from '../../../../localstack/backends/rabbitmq/start-rabbitmq.ts';
import { recordingTelemetry } from '../../../support/recording-telemetry.ts';
import { ordersTopology } from './orders-topology.ts';

const clock = { now: () => Date.now() };
const sleep = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
  await setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);
};
const telemetry = recordingTelemetry();

let server: RunningRabbitMq;
let connection: RabbitConnection;
let publisher: RabbitPublisher;

beforeAll(async () => {
  await mkdir(join(localDirectory, 'brokers'), { recursive: true });
  const directory = await mkdtemp(join(localDirectory, 'brokers', 'rabbitmq-'));
  server = await startRabbitMq({ directory, say: () => undefined });
}, 180_000);

afterAll(async () => {
  await server.stop();
}, 60_000);

beforeEach(async () => {
  connection = await connectRabbit({ url: server.url, telemetry, mostRetryMilliseconds: 500 });
  publisher = createRabbitPublisher({
    ...{ connection, clock, sleep, exchange: 'events' },
    destinationOf: ({ type }) => type,
  });
  await reconcileTopology(connection, ordersTopology);
  const channel = await connection.channel();
  await channel.purgeQueue('order_processing');
  await channel.purgeQueue('dlq');
  await channel.close();
}, 60_000);

afterEach(async () => {
  await publisher.close();
  await connection.close();
}, 60_000);

const message = (key: string, type = 'order.placed'): OutgoingMessage => {
  const id = randomUUID();
  return { id, type, key, body: JSON.stringify({ specversion: '1.0', id, type, data: { key } }) };
};

async function until<Value>(ask: () => Promise<Value | undefined> | Value | undefined, seconds = 30): Promise<Value> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    const answer = await ask();
    if (answer !== undefined) {
      return answer;
    }
    await setTimeout(50);
  }
  throw new TypeError(`what was waited for must come within ${seconds} s`);
}

function names(connections: unknown): readonly string[] {
  return z
    .array(z.object({ name: z.string() }))
    .parse(connections)
    .map(({ name }) => name);
}

/** Reads as a worker until aborted; answers when what it read is settled by `judge`. */
function work(judge: (body: string) => boolean, options: { readonly rejectAfter?: number } = {}) {
  const source = createRabbitSource({
    ...{ connection, queue: 'order_processing', clock, sleep, telemetry, pauseSeconds: 0.1 },
    ...options,
  });
  const stopping = new AbortController();
  const seen: string[] = [];
  const running = (async () => {
    for await (const batch of source.batches(stopping.signal)) {
      seen.push(...batch.records.map(({ id }) => id));
      await batch.settle({ failed: batch.records.filter(({ body }) => !judge(body)).map(({ id }) => id) });
    }
    await source.close();
  })();
  return {
    seen,
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

describe('topology at RabbitMQ', () => {
  it('is what was declared, as the server itself says, and declaring it again changes nothing', async () => {
    await reconcileTopology(connection, ordersTopology);

    expect(await server.management('queues/%2F/order_processing')).toMatchObject({
      durable: true,
      type: 'quorum',
      arguments: {
        'x-queue-type': 'quorum',
        'x-message-ttl': 3_600_000,
        'x-max-length': 10_000,
        'x-dead-letter-exchange': 'dlx',
        'x-dead-letter-routing-key': 'failed',
        'x-delivery-limit': 20,
      },
    });
    expect(await server.management('exchanges/%2F/events')).toMatchObject({ type: 'topic', durable: true });
    expect(await server.management('exchanges/%2F/dlx')).toMatchObject({ type: 'direct', durable: true });
    expect(await server.management('bindings/%2F/e/events/q/order_processing')).toMatchObject([
      { routing_key: 'order.*' },
    ]);
    expect(await server.management('bindings/%2F/e/dlx/q/dlq')).toMatchObject([{ routing_key: 'failed' }]);
  });

  it('says of everything that is there with other arguments what must be what', async () => {
    const other = {
      exchanges: [
        { name: 'events', type: 'direct' as const },
        ordersTopology.exchanges[1] ?? { name: '', type: 'direct' as const },
      ],
      queues: ordersTopology.queues.map((queue) => ({ ...queue, maxLength: 5 })),
    };

    await expect(reconcileTopology(connection, other)).rejects.toMatchObject({
      code: 'definition-invalid',
      message: expect.stringMatching(
        /type of exchange "events" must be direct, the broker has topic: .*; x-max-length of queue "order_processing" must be 5, the broker has 10000: .*; x-max-length of queue "dlq" must be 5, the broker has none/u,
      ),
    });
  });
});

describe('publishing to RabbitMQ', () => {
  it('failure mode 70: messages are persistent and carry id, type, key and content type', async () => {
    const sent = message('customer 1');

    expect(await publisher.publish([sent])).toEqual({ failed: [] });

    const channel = await connection.channel();
    const found = await channel.get('order_processing', { noAck: true });
    expect(found).toMatchObject({
      fields: { exchange: 'events', routingKey: 'order.placed' },
      properties: {
        deliveryMode: 2,
        messageId: sent.id,
        contentType: 'application/cloudevents+json',
        headers: { ce_id: sent.id, ce_type: 'order.placed', ce_partitionkey: 'customer 1' },
      },
    });
    await channel.close();
  });

  it('failure mode 70: a message that no queue takes fails although it is confirmed, and the later ones of its key with it', async () => {
    const [lost, behind, other] = [message('a', 'stock.moved'), message('a'), message('b')];

    const { failed } = await publisher.publish([lost, behind, other]);

    expect(failed).toEqual([
      { id: lost.id, reason: 'returned by the broker: NO_ROUTE' },
      { id: behind.id, reason: expect.stringContaining('held back') },
    ]);
    const worker = work(() => true);
    await until(() => (worker.seen.length > 0 ? true : undefined));
    await worker.stop();
    expect(worker.seen).toEqual([other.id]);
  });

  it('failure mode 71: a full queue tells its publisher instead of dropping the oldest message', async () => {
    const queue = `full-${randomUUID()}`;
    await reconcileTopology(connection, { exchanges: [], queues: [{ name: queue, maxLength: 2 }] });
    const direct = createRabbitPublisher({
      ...{ connection, clock, sleep, exchange: '', giveUpSeconds: 2 },
      destinationOf: () => queue,
    });

    const messages = Array.from({ length: 10 }, () => message('one key'));
    const { failed } = await direct.publish(messages);

    expect(failed.length).toBeGreaterThan(0);
    const channel = await connection.channel();
    const { messageCount } = await channel.checkQueue(queue);
    expect(messageCount).toBeGreaterThanOrEqual(messages.length - failed.length);
    const first = await channel.get(queue, { noAck: true });
    expect(first).toMatchObject({ properties: { messageId: messages[0]?.id } });
    await channel.deleteQueue(queue);
    await direct.close();
  });

  it('an exchange that is not there fails the message at once, by name, and not the publisher', async () => {
    const nowhere = createRabbitPublisher({
      ...{ connection, clock, sleep, exchange: 'nowhere' },
      destinationOf: () => 'x',
    });

    const { failed } = await nowhere.publish([message('a')]);

    expect(failed).toMatchObject([{ reason: expect.stringContaining("no exchange 'nowhere'") as unknown }]);
    expect(await publisher.publish([message('a')])).toEqual({ failed: [] });
    await nowhere.close();
  });
});

const queueSchema = z.object({
  consumers: z.optional(z.number()),
  messages_ready: z.optional(z.number()),
  messages_unacknowledged: z.optional(z.number()),
  consumer_details: z.optional(z.array(z.object({ prefetch_count: z.number(), ack_required: z.boolean() }))),
});

describe('working on RabbitMQ', () => {
  it('shows in the management API the worker, what it may hold, what it holds and what waits', async () => {
    const source = createRabbitSource({
      ...{ connection, queue: 'order_processing', clock, sleep, telemetry, prefetch: 10, batchSize: 10 },
    });
    const seenAs = (wanted: object): Promise<unknown> =>
      until(async () => {
        const found = queueSchema.parse(await server.management('queues/%2F/order_processing'));
        return isDeepStrictEqual({ ...found, ...wanted }, found) ? found : undefined;
      });
    await publisher.publish(Array.from({ length: 12 }, (_, index) => message(`key ${index}`)));

    const reading = source.batches(AbortSignal.timeout(60_000))[Symbol.asyncIterator]();
    const batch = await reading.next();
    await seenAs({
      ...{ consumers: 1, messages_ready: 2, messages_unacknowledged: 10 },
      consumer_details: [{ prefetch_count: 10, ack_required: true }],
    });

    await reading.return?.();
    if (batch.done !== true) {
      await batch.value.settle({ failed: batch.value.records.slice(1).map(({ id }) => id) });
    }
    await source.close();
    await seenAs({ consumers: 0, messages_ready: 11, messages_unacknowledged: 0, consumer_details: [] });
  }, 60_000);

  it('failure mode 70: a record that fails on its last delivery goes to the dead letters, and does not spin before', async () => {
    const [bad, good] = [message('bad'), message('good')];
    await publisher.publish([bad, good]);

    const worker = work((body) => body.includes('good'), { rejectAfter: 3 });
    const letters = createRabbitDeadLetters({ connection, queue: 'dlq', clock });
    const [letter] = await until(async () => {
      const found = await letters.receive();
      return found.length > 0 ? found : undefined;
    });
    await worker.stop();

    expect(worker.seen.filter((id) => id === bad.id)).toHaveLength(3);
    expect(letter).toMatchObject({
      id: bad.id,
      body: bad.body,
      group: 'bad',
      reason: 'given up by queue "order_processing": rejected',
    });
    await letters.close();
  });

  it('failure mode 70: the queue gives up what workers die of, after its delivery limit', async () => {
    const queue = `deadly-${randomUUID()}`;
    const deadLetter = { exchange: 'dlx', routingKey: 'failed' };
    await reconcileTopology(connection, {
      exchanges: ordersTopology.exchanges,
      queues: [
        { name: queue, deliveryLimit: 2, deadLetter },
        ...ordersTopology.queues.filter(({ name }) => name === 'dlq'),
      ],
    });
    const direct = createRabbitPublisher({ connection, clock, sleep, exchange: '', destinationOf: () => queue });
    const sent = message('a');
    await direct.publish([sent]);

    const counts: number[] = [];
    for (let life = 0; life < 3; life += 1) {
      const own = await connectRabbit({ url: server.url, telemetry });
      const source = createRabbitSource({ connection: own, queue, clock, sleep, telemetry });
      for await (const { records } of source.batches(new AbortController().signal)) {
        counts.push(...records.map(({ receiveCount }) => receiveCount));
        break;
      }
      await own.close();
    }
    const letters = createRabbitDeadLetters({ connection, queue: 'dlq', clock });
    const [letter] = await until(async () => {
      const found = await letters.receive();
      return found.length > 0 ? found : undefined;
    });

    expect(counts).toEqual([1, 2, 3]);
    expect(letter).toMatchObject({ id: sent.id, reason: `given up by queue "${queue}": delivery_limit` });
    await letters.close();
    await direct.close();
  }, 30_000);

  it('failure mode 70: a bad acknowledgement ends the channel it came on and no other of its connection', async () => {
    const channel = await connection.channel();
    channel.on('error', () => undefined);
    const worker = work(() => true);
    await publisher.publish([message('before')]);
    await until(() => (worker.seen.length === 1 ? true : undefined));

    channel.sendToQueue('dlq', Buffer.from('twice'));
    const twice = await until(async () => (await channel.get('dlq')) || undefined);
    const closed = new Promise((resolve) => channel.once('close', resolve));
    channel.ack(twice);
    channel.ack(twice);
    await closed;
    await publisher.publish([message('after')]);

    await until(() => (worker.seen.length === 2 ? true : undefined));
    await worker.stop();
  });

  it('failure mode 69: an end of its connection stops no worker and no publisher', async () => {
    const worker = work(() => true);
    await publisher.publish([message('before')]);
    await until(() => (worker.seen.length === 1 ? true : undefined));

    const lost = telemetry.lines.length;
    await until(async () => {
      for (const name of names(await server.management('connections'))) {
        await server.management(`connections/${encodeURIComponent(name)}`, 'DELETE').catch(() => undefined);
      }
      return telemetry.lines.slice(lost).includes('connection to RabbitMQ lost') ? true : undefined;
    });

    expect(await publisher.publish([message('after')])).toEqual({ failed: [] });
    await until(() => (worker.seen.length >= 2 ? true : undefined));
    await worker.stop();
  }, 60_000);

  it('refuses a wrong password and a queue that is not there, which no waiting mends', async () => {
    await expect(connectRabbit({ url: server.url.replace(/:[^:@]+@/u, ':wrong@'), telemetry })).rejects.toMatchObject({
      code: 'source-unavailable',
    });
    const source = createRabbitSource({ connection, queue: 'nobody', clock, sleep, telemetry });

    await expect(source.batches(new AbortController().signal)[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: 'source-unavailable',
    });
    await source.close();
  });
});

describe('dead letters of RabbitMQ', () => {
  it('are found with the reason, count, group and redrive that a consumer parked them with, until they are deleted', async () => {
    const parking = createRabbitParking({
      ...{ connection, source: 'order_processing' },
      deadLetter: { exchange: 'dlx', routingKey: 'failed' },
    });
    const letters = createRabbitDeadLetters({ connection, queue: 'dlq', clock, visibilitySeconds: 0 });
    const redrive = { token: 't', letter: 'l', position: 1, previous: 0 };

    await parking.park(
      { ...{ id: 'r1', body: 'Grüße', group: 'k', receiveCount: 4, receipt: '1' }, redrive },
      'broken',
    );

    const found = { id: 'r1', body: 'Grüße', group: 'k', receiveCount: 4, reason: 'broken', redrive };
    expect(await letters.receive()).toEqual([{ ...found, receipt: expect.any(String) }]);
    const [again] = await until(async () => {
      const came = await letters.receive();
      return came.length > 0 ? came : undefined;
    });
    expect(again).toMatchObject(found);
    await letters.delete(again ?? { ...found, receipt: '' });
    expect(await letters.receive()).toEqual([]);
    await letters.close();
    expect(await (await connection.channel()).checkQueue('dlq')).toMatchObject({ messageCount: 0 });
    await parking.close();
  });

  it('are not taken for parked when no queue takes them', async () => {
    const parking = createRabbitParking({
      ...{ connection, source: 'order_processing' },
      deadLetter: { exchange: 'dlx', routingKey: 'nobody' },
    });

    await expect(
      parking.park({ id: 'r1', body: '', group: undefined, receiveCount: 1, receipt: '1' }, 'broken'),
    ).rejects.toMatchObject({ code: 'publish-failed', retryable: true });
    await parking.close();
  });
});

describe('patterns on RabbitMQ', () => {
  it('copies a line to everybody who listens, and to nobody who listens no more', async () => {
    const logs = createRabbitLogs({ connection });
    const [one, two]: [string[], string[]] = [[], []];
    const leave = await logs.subscribe((line) => one.push(line));
    await logs.subscribe((line) => two.push(line));

    expect(await logs.publish('first')).toBe(true);
    await until(() => (one.length === 1 && two.length === 1 ? true : undefined));
    await leave();
    await logs.publish('second');

    await until(() => (two.length === 2 ? true : undefined));
    expect(one).toEqual(['first']);
    expect(await server.management('exchanges/%2F/logs')).toMatchObject({ type: 'fanout' });
    await logs.close();
  });

  it('calls a responder, tells its refusals, gives up in time and ignores what comes late', async () => {
    let release = (): void => undefined;
    const slow = new Promise<void>((resolve) => {
      release = resolve;
    });
    const stop = await startRabbitResponder({
      connection,
      respond: async (request) => {
        if (request === 'bad') {
          throw new RangeError('no number');
        }
        if (request === 'slow') {
          await slow;
        }
        return `reply to ${request}`;
      },
    });
    const caller = createRabbitCaller({ connection, newId: () => randomUUID(), sleep });
    const hasty = createRabbitCaller({ connection, newId: () => randomUUID(), sleep, timeoutSeconds: 0.2 });

    expect(await Promise.all(['1', '2'].map((request) => caller.call(request)))).toEqual(['reply to 1', 'reply to 2']);
    await expect(caller.call('bad')).rejects.toMatchObject({ code: 'input-invalid' });
    await expect(hasty.call('slow')).rejects.toMatchObject({ code: 'result-missing', retryable: true });
    release();
    expect(await hasty.call('3')).toBe('reply to 3');
    await Promise.all([caller.close(), hasty.close(), stop()]);
  });
});
