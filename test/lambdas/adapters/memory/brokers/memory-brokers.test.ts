import { beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import {
  type MemoryBrokers,
  createMemoryBrokers,
} from '../../../../../lambdas/adapters/memory/brokers/memory-brokers.ts';
import { type VirtualClock, createVirtualClock } from '../../../../../lambdas/adapters/memory/clock/virtual-clock.ts';
import { consumer } from '../../../../../lambdas/contracts/definition/consumer.ts';
import { deadLetter, noDeadLetter } from '../../../../../lambdas/contracts/definition/dead-letter.ts';
import { kafkaTopic } from '../../../../../lambdas/contracts/definition/kafka-topic.ts';
import { natsStream } from '../../../../../lambdas/contracts/definition/nats-stream.ts';
import { pipeline } from '../../../../../lambdas/contracts/definition/pipeline.ts';
import { queue } from '../../../../../lambdas/contracts/definition/queue.ts';
import { rabbitDeadLetters } from '../../../../../lambdas/contracts/definition/rabbit-dead-letters.ts';
import { rabbitExchange } from '../../../../../lambdas/contracts/definition/rabbit-exchange.ts';
import { rabbitQueue } from '../../../../../lambdas/contracts/definition/rabbit-queue.ts';
import { redisStream } from '../../../../../lambdas/contracts/definition/redis-stream.ts';
import { relay } from '../../../../../lambdas/contracts/definition/relay.ts';
import { topic } from '../../../../../lambdas/contracts/definition/topic.ts';
import { type EventType, event } from '../../../../../lambdas/contracts/events/event-type.ts';
import type { SourceRecord } from '../../../../../lambdas/core/consume/source-record.ts';
import type { OutgoingMessage } from '../../../../../lambdas/core/ports/publisher.ts';

const typeNamed = <const Name extends string>(name: Name): EventType<Name, { readonly key: string }> =>
  event(name, { schema: z.object({ key: z.string() }), key: ({ key }) => key });
const [Made, Sent, Lost] = [typeNamed('thing.made'), typeNamed('thing.sent'), typeNamed('gone.lost')];

const all = [Made, Sent, Lost] as const;
const [ttlSeconds, maxLength, maxReceiveCount] = [60, 3, 2];
const letters = deadLetter({ maxReceiveCount });
const [entry, worker] = ['handler.ts', 'worker.ts'];

const definition = pipeline('things', {
  topics: { facts: topic({ fifo: true, carries: all }) },
  queues: {
    kafkaBridge: queue({ fifo: true, from: { facts: all }, deadLetter: letters }),
    redisBridge: queue({ fifo: true, from: { facts: [Made] }, deadLetter: letters }),
    natsBridge: queue({ fifo: true, from: { facts: [Sent] }, deadLetter: letters }),
    rabbitBridge: queue({ fifo: true, from: { facts: all }, deadLetter: letters }),
  },
  kafka: { log: kafkaTopic('things', { carries: all, partitions: 2, deadLetter: letters, onPoison: 'skip' }) },
  redis: { stream: redisStream('things', { carries: [Made], deadLetter: letters }) },
  nats: { parcels: natsStream('THINGS', { carries: [Sent], deadLetter: noDeadLetter('a later one says it all') }) },
  rabbitmq: {
    exchanges: {
      events: rabbitExchange('events', { carries: all }),
      dlx: rabbitExchange('dlx', { type: 'direct' }),
    },
    queues: {
      work: rabbitQueue('work', {
        ...{ exchange: 'events', bindings: ['thing.*'], deadLetters: 'failed' },
        ...{ ttlSeconds, maxLength, maxReceiveCount },
      }),
      copies: rabbitQueue('copies', { exchange: 'events', bindings: ['thing.made'], deadLetters: 'failed' }),
    },
    deadLetters: { failed: rabbitDeadLetters('dlq', { exchange: 'dlx' }) },
  },
  consumers: {
    toKafka: consumer({ entry, source: 'kafkaBridge', handles: all, forwards: ['log'] }),
    toRedis: consumer({ entry, source: 'redisBridge', handles: [Made], forwards: ['stream'] }),
    toNats: consumer({ entry, source: 'natsBridge', handles: [Sent], forwards: ['parcels'] }),
    toRabbit: consumer({ entry, source: 'rabbitBridge', handles: all, forwards: ['events'] }),
    toLog: consumer({ worker, source: 'log', handles: all }),
    alsoLog: consumer({ worker, source: 'log', handles: all }),
    live: consumer({ worker, source: 'stream', handles: [Made] }),
    carrier: consumer({ worker, source: 'parcels', handles: [Sent] }),
    workers: consumer({ worker, source: 'work', handles: [Made, Sent] }),
    copier: consumer({ worker, source: 'copies', handles: [Made] }),
  },
  relay: relay({ entry }),
});

let clock: VirtualClock;
let brokers: MemoryBrokers;

beforeEach(() => {
  clock = createVirtualClock(Date.UTC(2026, 0, 1));
  brokers = createMemoryBrokers({ definition, clock });
});

describe('createMemoryBrokers', () => {
  it('sends a message to every place that carries its type, and to every consumer that reads there', async () => {
    expect(await publish(made('a'), sent('a'))).toEqual([]);

    expect(received('toLog')).toEqual(['made a', 'sent a']);
    expect(received('alsoLog')).toEqual(['made a', 'sent a']);
    expect(received('live')).toEqual(['made a']);
    expect(received('carrier')).toEqual(['sent a']);
    expect(received('workers')).toEqual(['made a', 'sent a']);
    expect(received('copier')).toEqual(['made a']);
  });

  it('tells what no queue of an exchange takes, and holds back what follows it', async () => {
    expect(await publish({ ...made('a'), type: Lost.name, id: 'lost a' }, made('a'), made('b'))).toEqual([
      ['lost a', expect.stringContaining('"gone.lost"')],
      ['made a', expect.stringContaining('lost a')],
    ]);
    expect(received('workers')).toEqual(['made b']);
  });

  it('tells that a queue is full, and keeps what the others took', async () => {
    expect(await publish(made('a'), made('b'), made('c'), made('d'))).toEqual([
      ['made d', expect.stringContaining(`at most ${maxLength}`)],
    ]);
    expect(received('workers')).toEqual(['made a', 'made b', 'made c']);
    expect(received('copier')).toEqual(['made a', 'made b', 'made c', 'made d']);
  });

  it('gives up what nobody took in time, with a reason', async () => {
    await publish(made('a'));
    clock.advance(ttlSeconds * 1000 - 1);
    await publish(made('b'));
    clock.advance(1);

    expect(received('workers')).toEqual(['made b']);
    expect(brokers.lettersOf('work').all()).toEqual([
      expect.objectContaining({
        body: 'made a',
        reason: `nobody took it within ${ttlSeconds} seconds`,
        receiveCount: 0,
      }),
    ]);
  });

  it.each([
    ['workers', 'work'],
    ['live', 'stream'],
  ])('gives up what came back to "%s" too often, behind its back', async (reader, source) => {
    await publish(made('a'));
    const limit = 2 * maxReceiveCount;
    for (let delivery = 1; delivery <= limit; delivery += 1) {
      const intake = brokers.reading(reader).group.intake();
      expect(intake.receive(10)).toEqual([expect.objectContaining({ body: 'made a', receiveCount: delivery })]);
      intake.leave();
    }

    expect(received(reader)).toEqual([]);
    expect(brokers.lettersOf(source).all()).toEqual([
      expect.objectContaining({
        body: 'made a',
        receiveCount: limit,
        reason: expect.stringContaining(String(limit)) as unknown,
      }),
    ]);
  });

  it('keeps what a consumer parks until it is collected, and takes it back', async () => {
    await publish(made('a'));
    const { group, parking } = brokers.reading('toLog');
    const intake = group.intake();
    const [record] = intake.receive(1);
    await parking?.park(record as SourceRecord, 'no good');
    intake.settle([record as SourceRecord], { failed: [] });

    const found = brokers.lettersOf('log');
    const [letter, ...others] = await found.letters.receive();
    expect(letter).toMatchObject({ body: 'made a', group: 'a', reason: 'no good', receiveCount: 1 });
    expect(others).toEqual([]);
    expect(await found.letters.receive()).toEqual([]);
    expect(brokers.dueAt()).toBe(clock.now() + 30_000);
    clock.advance(60_000);
    const [again] = await found.letters.receive();
    expect(again).toEqual(letter);
    await found.letters.delete(again ?? never());
    clock.advance(60_000);
    expect(await found.letters.receive()).toEqual([]);

    await found.sender.publish([made('a')]);
    expect(intake.receive(10)).toEqual([expect.objectContaining({ body: 'made a' })]);
  });

  it('has no parking where a source has no dead letters', () => {
    expect(brokers.reading('carrier').parking).toBeUndefined();
    expect(brokers.reading('toLog').parking).toBeDefined();
  });

  it('says when time alone makes something ready', async () => {
    await publish(made('a'));
    expect(brokers.dueAt()).toBeUndefined();

    const intake = brokers.reading('live').group.intake();
    const [record] = intake.receive(1);
    await intake.visibility.delay(record as SourceRecord, 5);
    intake.settle([record as SourceRecord], { failed: [record?.id ?? ''] });

    expect(brokers.dueAt()).toBe(clock.now() + 5000);
  });

  it('refuses names that it does not know', () => {
    expect(() => brokers.forwarding('nobody')).toThrow('nobody');
    expect(() => brokers.reading('toKafka')).toThrow('"toKafka"');
    expect(() => brokers.lettersOf('kafkaBridge')).toThrow('"kafkaBridge"');
  });
});

function made(key: string): OutgoingMessage {
  return { id: `made ${key}`, type: Made.name, key, body: `made ${key}` };
}

function sent(key: string): OutgoingMessage {
  return { id: `sent ${key}`, type: Sent.name, key, body: `sent ${key}` };
}

/** By every bridge that handles them; what was refused. */
async function publish(...messages: readonly OutgoingMessage[]): Promise<readonly (readonly [string, string])[]> {
  const results = await Promise.all(
    (['toKafka', 'toRedis', 'toNats', 'toRabbit'] as const).map((bridge) => {
      const handled = new Set(definition.consumers[bridge].handles.map(({ name }) => name));
      return brokers.forwarding(bridge).publish(messages.filter(({ type }) => handled.has(type)));
    }),
  );
  return results.flatMap(({ failed }) => failed.map(({ id, reason }) => [id, reason] as const));
}

function received(reader: string): readonly string[] {
  return brokers
    .reading(reader)
    .group.intake()
    .receive(10)
    .map(({ body }) => body);
}

function never(): never {
  throw new TypeError('there must be a letter');
}
