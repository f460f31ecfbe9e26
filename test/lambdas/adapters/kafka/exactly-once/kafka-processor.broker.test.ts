import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { runKafkaProcessor } from '../../../../../lambdas/adapters/kafka/exactly-once/kafka-processor.ts';
import { createKafkaOperations } from '../../../../../lambdas/adapters/kafka/operations/kafka-operations.ts';
import { park, retry } from '../../../../../lambdas/core/consume/outcome.ts';
import { outgoingMessage } from '../../../../../lambdas/core/outbox/outgoing-message.ts';
import type { Publisher } from '../../../../../lambdas/core/ports/publisher.ts';
import type { RunningKafka } from '../../../../../localstack/backends/kafka/start-kafka.ts';
import { arriving } from '../../../../support/commands.ts';
import { type KafkaRig, openKafkaRig } from '../kafka-rig.ts';
import { runningKafka } from '../running-kafka.ts';
import { until } from '../until.ts';
import { type Before, Counted, type DoublingPlaces, doubling } from './doubling.ts';

const testMs = 180_000;
const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const doubledSchema = z.object({ key: z.string(), count: z.number(), half: z.number() });

let kafka: RunningKafka;
let [input, output, dead]: readonly KafkaRig[] = [];
let sender: Publisher | undefined;

beforeAll(async () => {
  kafka = await runningKafka();
}, testMs);

afterAll(async () => {
  await kafka.stop();
}, testMs);

beforeEach(async () => {
  [input, output, dead] = await Promise.all(
    [4, 3, 1].map((partitions) => openKafkaRig(kafka.bootstrap, { partitions })),
  );
  sender = input?.publisher();
}, testMs);

afterEach(async () => {
  await Promise.all([input?.close(), output?.close(), dead?.close()]);
}, testMs);

describe('a processor from topics to topics', () => {
  it(
    'sends once what comes of each record, in the order of its key, although its processes are killed and join in mid-work',
    async () => {
      const places = placesOf();
      const sending = startSending();
      const read = startReading();

      for (const lives of [1500, 2500, 700, 3000]) {
        const doomed = await startProcess(places);
        await setTimeout(lives);
        await doomed.kill();
      }
      const heirs = [startProcessor(places), startProcessor(places)];
      const count = await sending.stop();
      await until('all that is to come', () => read.doubled.length >= count * keys.length * 2, 120);
      await Promise.all(heirs.map((heir) => heir.stop()));
      await read.stop();

      expect(halvesByKey(read.doubled)).toEqual(expectedHalves(count));
      expect(await committedLag(places)).toBe(0);
    },
    testMs,
  );

  it(
    'tries a record that fails again before those behind it, and what it sent the times before goes nowhere',
    async () => {
      const receives: number[] = [];
      const places = placesOf();
      await send(10);
      const read = startReading();
      const processor = startProcessor(places, (count, receiveCount) => {
        if (count !== 3) {
          return undefined;
        }
        receives.push(receiveCount);
        return receiveCount < 3 ? retry('not yet', 0) : undefined;
      });
      await until('all that is to come', () => read.doubled.length >= 10 * keys.length * 2);
      await processor.stop();
      await read.stop();

      expect(halvesByKey(read.doubled)).toEqual(expectedHalves(10));
      expect(receives.sort()).toEqual(keys.flatMap(() => [1, 2, 3]).sort());
    },
    testMs,
  );

  it(
    'leaves what can never be handled to the dead letters, with what it had sent of it, and goes on',
    async () => {
      const places = placesOf();
      await input?.raw({ key: Buffer.from('a'), value: Buffer.from([0xff, 0xfe]) });
      await send(2);
      const [read, letters] = [startReading(), startReading(dead)];
      const processor = startProcessor(places, (count) => (count === 0 ? park('never') : undefined));
      await until('what is to come', () => read.doubled.length >= keys.length * 2);
      await until('the dead letters', () => letters.bodies.length > keys.length);
      await processor.stop();
      await Promise.all([read.stop(), letters.stop()]);

      expect(new Set(read.doubled.map(({ count }) => count))).toEqual(new Set([1]));
      expect(letters.bodies).toHaveLength(keys.length + 1);
    },
    testMs,
  );
});

function placesOf(): DoublingPlaces {
  const topics = { input: input?.topic ?? '', output: output?.topic ?? '', dead: dead?.topic ?? '' };
  return { bootstrap: kafka.bootstrap, ...topics, groupId: `processor-of-${topics.input}` };
}

/** Sends the numbers of each key up to `end`, in their order. */
async function send(end: number, from = 0): Promise<void> {
  const numbers = Array.from({ length: end - from }, (_, index) => from + index);
  const messages = numbers.flatMap((number) => keys.map((key) => arriving(Counted.of({ key, count: number }))));
  const sent = await sender?.publish(messages.map((message) => outgoingMessage(message)));
  expect(sent).toEqual({ failed: [] });
}

/** Sends until it is stopped, which answers how many numbers each key got. */
function startSending() {
  const state = { sending: true, count: 0 };
  const sending = (async () => {
    while (state.sending) {
      await send(state.count + 10, state.count);
      state.count += 10;
      await setTimeout(20);
    }
  })();
  return {
    stop: async (): Promise<number> => {
      state.sending = false;
      await sending;
      return state.count;
    },
  };
}

/** Reads what is committed of a topic, from its start. */
function startReading(rig = output) {
  const stopping = new AbortController();
  const bodies: string[] = [];
  const doubled: z.infer<typeof doubledSchema>[] = [];
  const source = rig?.source();
  const reading = (async () => {
    for await (const batch of source?.batches(stopping.signal) ?? []) {
      for (const { body } of batch.records) {
        bodies.push(body);
        const found = rig === output ? doubledSchema.parse(JSON.parse(body)) : undefined;
        doubled.push(...(found === undefined ? [] : [found]));
      }
      await batch.settle({ failed: [] });
    }
  })();
  const stop = async (): Promise<void> => {
    stopping.abort();
    await reading;
    await source?.close();
  };
  return { bodies, doubled, stop };
}

function startProcessor(places: DoublingPlaces, before?: Before) {
  const stopping = new AbortController();
  const running = runKafkaProcessor(doubling(places, before), stopping.signal);
  return {
    stop: async (): Promise<void> => {
      stopping.abort();
      await running;
    },
  };
}

/** A processor in a process of its own, once it handles. */
async function startProcess(places: DoublingPlaces) {
  const script = fileURLToPath(new URL('doubling-process.ts', import.meta.url));
  const child = spawn(process.execPath, [script], {
    env: { PLACES: JSON.stringify(places) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return {
    kill: async (): Promise<void> => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** The halves of each key, in the order in which they lie in its partition. */
function halvesByKey(doubled: readonly z.infer<typeof doubledSchema>[]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    keys.map((key) => [key, doubled.filter((one) => one.key === key).map(({ count, half }) => `${count}-${half}`)]),
  );
}

function expectedHalves(count: number): Readonly<Record<string, readonly string[]>> {
  const halves = Array.from({ length: count }, (_, number) => [`${number}-1`, `${number}-2`]).flat();
  return Object.fromEntries(keys.map((key) => [key, halves]));
}

async function committedLag({ bootstrap, input: topic, groupId: group }: DoublingPlaces): Promise<number> {
  const operations = createKafkaOperations({ clientId: 'test', brokers: [bootstrap] });
  const partitions = await operations.lagOf({ group, topics: [topic] });
  await operations.close();
  return partitions.reduce((sum, { lag = 0n }) => sum + Number(lag), 0);
}
