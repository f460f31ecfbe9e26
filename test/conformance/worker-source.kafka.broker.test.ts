import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startKafka, type RunningKafka } from '../../localstack/backends/kafka/start-kafka.ts';
import { setTimeout as timeout } from 'node:timers/promises';
import { Producer } from '@platformatic/kafka';
import { createKafkaDeadLetters } from '../../lambdas/adapters/kafka/kafka-dead-letters.ts';
import { createKafkaParking } from '../../lambdas/adapters/kafka/kafka-parking.ts';
import { createKafkajsSend } from '../../lambdas/adapters/kafka/kafkajs-send.ts';
import { createPlatformaticSend } from '../../lambdas/adapters/kafka/platformatic-send.ts';
import type { KafkaConnection } from '../../lambdas/adapters/kafka/kafka-connection.ts';
import { sleep } from '../../lambdas/adapters/system/sleep.ts';
import { systemClock } from '../../lambdas/adapters/system/system-clock.ts';
import { systemTimers } from '../../lambdas/adapters/system/system-timers.ts';
import { silentTelemetry } from '../../lambdas/adapters/telemetry/silent-telemetry.ts';
import type { SourceRecord } from '../../lambdas/core/consume/source-record.ts';
import type { OutgoingMessage } from '../../lambdas/core/ports/publisher.ts';
import type { SourceBatch, WorkerSource } from '../../lambdas/core/ports/worker-source.ts';
import { kafkaSourceDefaults } from '../../lambdas/adapters/kafka/kafka-source.ts';
import { openKafkaRig } from '../lambdas/adapters/kafka/kafka-rig.ts';
import { workerSourceConformance } from './worker-source-conformance.ts';

let kafka: RunningKafka;
let directory: string;

beforeAll(async () => {
  await mkdir('.local/brokers', { recursive: true });
  directory = await mkdtemp('.local/brokers/kafka-');
  kafka = await startKafka({ directory: join(process.cwd(), directory), nodes: 1, say: () => undefined });
}, 180_000);

afterAll(async () => {
  await kafka.stop();
  await rm(directory, { recursive: true, force: true });
}, 60_000);

workerSourceConformance('kafka', async () => {
  const rig = await openKafkaRig(kafka.bootstrap);
  return {
    publisher: rig.publisher(),
    source: () => Promise.resolve(rig.source()),
    redeliverySeconds: 7,
    ordered: true,
    mostUnsettled: kafkaSourceDefaults.maxRecords,
    close: () => rig.close(),
  };
});

function message(id: string, key: string): OutgoingMessage {
  return { id, key, type: 'counted', body: JSON.stringify({ id }) };
}

/** Reads as a worker whose batches a test settles. */
function reading(source: WorkerSource) {
  const stopping = new AbortController();
  const batches: SourceBatch[] = [];
  const state = { fault: undefined as unknown };
  const ended = (async () => {
    try {
      for await (const batch of source.batches(stopping.signal)) {
        batches.push(batch);
      }
    } catch (cause) {
      state.fault = cause;
    }
  })();
  return {
    batches,
    state,
    records: (): readonly SourceRecord[] => batches.flatMap(({ records }) => records),
    stop: async () => {
      stopping.abort();
      await ended;
      await source.close();
    },
  };
}

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let step = 0; !(await holds()); step += 1) {
    if (step > 600) {
      throw new RangeError(`within 30 s there must be ${what}`);
    }
    await timeout(50);
  }
}

const parts = { clock: systemClock, timers: systemTimers, sleep, telemetry: silentTelemetry };
const backoff = { wait: () => sleep(50) };

describe('kafka source', () => {
  it('failure modes 63 and 64: parks bytes and tombstones as they came, with reasons, and goes on', async () => {
    const rig = await openKafkaRig(kafka.bootstrap, { partitions: 1 });
    const dead = await openKafkaRig(kafka.bootstrap, { partitions: 2 });
    const connection = { clientId: 'test', brokers: [kafka.bootstrap] };
    const send = createPlatformaticSend({ connection });
    const parking = createKafkaParking({ send, deadLetterTopic: dead.topic, clock: systemClock, backoff });
    const bytes = Buffer.from([0xff, 0xfe, 0x00]);
    await rig.raw({ key: Buffer.from('k'), value: bytes });
    await rig.raw({ key: Buffer.from('k') });
    await rig.raw({ value: Buffer.from('{}') });
    const worker = reading(rig.source());
    await until('three records', () => worker.records().length === 3);

    for (const record of worker.records().slice(0, 2)) {
      await parking.park(record, 'envelope-invalid: message must be json');
    }
    await Promise.all(worker.batches.map((batch) => batch.settle({ failed: [] })));
    const letters = createKafkaDeadLetters({
      ...parts,
      connection,
      groupId: `${dead.groupId}-dlq`,
      deadLetterTopic: dead.topic,
    });
    const found = await letters.receive();
    const raw = reading(dead.source());
    await until('the letters', () => raw.records().length === 2);
    await found.reduce((before, letter) => before.then(() => letters.delete(letter)), Promise.resolve());

    expect(worker.records().map(({ group }) => group)).toEqual(['k', 'k', undefined]);
    expect(found.map(({ id, body, group, reason, receiveCount }) => [id, body, group, reason, receiveCount])).toEqual([
      [`${rig.topic}-0-0`, bytes.toString('base64'), 'k', 'envelope-invalid: message must be json', 1],
      [`${rig.topic}-0-1`, '', 'k', 'envelope-invalid: message must be json', 1],
    ]);
    expect(raw.records()[0]?.receipt).toMatch(/^\d 0 bytes text /);
    expect(await letters.receive()).toEqual([]);
    expect(await rig.committed()).toEqual([3]);
    await Promise.all([worker.stop(), raw.stop(), letters.close(), send.close()]);
    await Promise.all([rig.close(), dead.close()]);
  }, 90_000);

  it('failure mode 65: a rebalance runs nothing again that was finished, and commits nothing that was not', async () => {
    const rig = await openKafkaRig(kafka.bootstrap, { partitions: 4 });
    const messages = Array.from({ length: 80 }, (_, index) => message(`m${index}`, `key-${index}`));
    await rig.publisher().publish(messages);
    const first = reading(rig.source({ batchRecords: 5 }));
    await until('all records', () => first.records().length === messages.length);
    const finished = first.batches.filter((_, index) => index % 2 === 0);
    await Promise.all(finished.map((batch) => batch.settle({ failed: [] })));
    const done = new Set(finished.flatMap(({ records }) => records.map(({ id }) => id)));

    const second = reading(rig.source());
    await until('a rebalance', () => second.records().length > 0);
    await until('quiet', async () => {
      const before = second.records().length;
      await timeout(1500);
      return before === second.records().length;
    });
    const before = await rig.committed();
    await Promise.all([...first.batches, ...second.batches].map((batch) => batch.settle({ failed: [] })));
    await until('every offset', async () => (await rig.committed()).reduce((sum, offset) => sum + offset, 0) === 80);

    const held = first.records().filter(({ id }) => !done.has(id));
    for (const { id } of held) {
      const [partition, offset] = id.split('-').slice(-2).map(Number);
      expect(before[partition ?? 0]).toBeLessThanOrEqual(offset ?? 0);
    }
    const again = second.records().map(({ id }) => id);
    expect(new Set(again).size).toBe(again.length);
    expect(first.records()).toHaveLength(messages.length);
    await Promise.all([first.stop(), second.stop()]);
    await rig.close();
  }, 90_000);

  it('leaves out records of a transaction that was given up, and commits past its marker', async () => {
    const rig = await openKafkaRig(kafka.bootstrap, { partitions: 1 });
    const producer = new Producer({
      clientId: 'tx',
      bootstrapBrokers: [kafka.bootstrap],
      idempotent: true,
      retryDelay: 20,
    });
    for (const [value, outcome] of [
      ['kept', 'commit'],
      ['given up', 'abort'],
      ['last', 'commit'],
    ] as const) {
      const transaction = await producer.beginTransaction();
      await transaction.send({ messages: [{ topic: rig.topic, partition: 0, value: Buffer.from(value) }] });
      await transaction[outcome]();
    }
    await producer.close();
    const worker = reading(rig.source());
    await until('two records', () => worker.records().length === 2);

    await Promise.all(worker.batches.map((batch) => batch.settle({ failed: [] })));
    await until('the end', async () => (await rig.committed())[0] === 6);

    expect(worker.records().map(({ body }) => body)).toEqual(['kept', 'last']);
    await worker.stop();
    await rig.close();
  }, 90_000);

  it('failure mode 66: reads partitions that are added while it runs, and none of the others again', async () => {
    const rig = await openKafkaRig(kafka.bootstrap, { partitions: 1 });
    const worker = reading(rig.source({ topicLookMs: 500 }));
    await rig.raw({ value: Buffer.from('old') });
    await until('the first record', () => worker.records().length === 1);
    await Promise.all(worker.batches.map((batch) => batch.settle({ failed: [] })));

    // Long after it has joined: a group that has just come together would find them by itself.
    await timeout(8000);
    await rig.admin.createPartitions({ topics: [{ name: rig.topic, count: 3 }] });
    await rig.raw({ value: Buffer.from('new'), partition: 2 });
    await until('the record of a new partition', () => worker.records().length > 1);

    expect(worker.records().map(({ body }) => body)).toEqual(['old', 'new']);
    await worker.stop();
    await rig.close();
  }, 90_000);

  it('logs in with a password over TLS, through both clients, and says when it never will', async () => {
    const rig = await openKafkaRig(kafka.bootstrap, { partitions: 2 });
    const { username, password, caFile, bootstrap } = kafka.tls;
    const login = (secret: string): KafkaConnection => ({
      clientId: 'tls',
      brokers: [bootstrap],
      tls: { ca: caText },
      sasl: { mechanism: 'SCRAM-SHA-512', username, password: secret },
    });
    const caText = await readFile(caFile, 'utf8');
    const sends = [createPlatformaticSend, createKafkajsSend].map((create) => create({ connection: login(password) }));
    for (const [index, send] of sends.entries()) {
      expect(await rig.publisher(send).publish([message(`m${index}`, 'k')])).toEqual({ failed: [] });
    }
    const worker = reading(rig.source({ connection: login(password) }));
    const stranger = reading(rig.source({ connection: login('wrong') }));
    const lost = reading(rig.source({ topics: ['no-such-topic'] }));

    await until('both records', () => worker.records().length === 2);
    await until('a refusal', () => stranger.state.fault !== undefined && lost.state.fault !== undefined);

    expect(stranger.state.fault).toMatchObject({ code: 'source-unavailable' });
    expect(lost.state.fault).toMatchObject({ code: 'source-unavailable' });
    await Promise.all([worker.stop(), stranger.stop(), lost.stop()]);
    await rig.close();
  }, 90_000);
});
