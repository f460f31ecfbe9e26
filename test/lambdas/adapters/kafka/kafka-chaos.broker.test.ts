import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as timeout } from 'node:timers/promises';
import { createKafkajsSend } from '../../../../lambdas/adapters/kafka/kafkajs-send.ts';
import { createPlatformaticSend } from '../../../../lambdas/adapters/kafka/platformatic-send.ts';
import type { OutgoingMessage } from '../../../../lambdas/core/ports/publisher.ts';
import type { WorkerSource } from '../../../../lambdas/core/ports/worker-source.ts';
import { type RunningKafka, startKafka } from '../../../../localstack/backends/kafka/start-kafka.ts';
import { openKafkaRig } from './kafka-rig.ts';

const total = 20_000;
const keys = 200;
const callSize = 500;

let kafka: RunningKafka;
let directory: string;

beforeAll(async () => {
  await mkdir('.local/brokers', { recursive: true });
  directory = await mkdtemp('.local/brokers/kafka-chaos-');
  kafka = await startKafka({ directory: join(process.cwd(), directory), nodes: 3, say: () => undefined });
}, 180_000);

afterAll(async () => {
  await kafka.stop();
  await rm(directory, { recursive: true, force: true });
}, 60_000);

function messages(from: number): readonly OutgoingMessage[] {
  return Array.from({ length: callSize }, (_, index) => {
    const place = from + index;
    return { id: `m${place}`, type: 'counted', key: `key-${place % keys}`, body: JSON.stringify({ turn: place }) };
  });
}

/** Reads until it is told to end; keeps the first delivery of each record, as a consumer that knows ids does. */
function effectsOf(source: WorkerSource) {
  const effects = new Map<string, { readonly key: string; readonly turn: number }>();
  const counts = { deliveries: 0 };
  const stopping = new AbortController();
  const reading = (async () => {
    for await (const batch of source.batches(stopping.signal)) {
      for (const { body, group = '' } of batch.records) {
        const { turn } = JSON.parse(body) as { readonly turn: number };
        counts.deliveries += 1;
        if (!effects.has(`m${turn}`)) {
          effects.set(`m${turn}`, { key: group, turn });
        }
      }
      await batch.settle({ failed: [] });
    }
  })();
  const stop = async (): Promise<void> => {
    stopping.abort();
    await reading;
    await source.close();
  };
  return { effects, counts, stop };
}

describe('kafka while a node is killed', () => {
  it.each([
    ['the client for workers', createPlatformaticSend],
    ['the client for functions', createKafkajsSend],
  ])(
    'failure mode 83: has all that was acknowledged, each key in order and no effect twice, through %s',
    async (_, createSend) => {
      const rig = await openKafkaRig(kafka.bootstrap, { partitions: 6, replicas: 3 });
      const connection = { clientId: 'chaos', brokers: kafka.bootstrap.split(',') };
      const publisher = rig.publisher(createSend({ connection, requestMs: 5000 }));
      const reader = effectsOf(rig.source());
      const victim = kafka.nodes[0];
      const failed: { readonly id: string; readonly reason: string }[] = [];
      let killed: Promise<void> | undefined;

      for (let from = 0; from < total; from += callSize) {
        if (from === total / 4) {
          killed = victim?.kill();
        }
        failed.push(...(await publisher.publish(messages(from))).failed);
      }
      await killed;
      for (let step = 0; reader.effects.size < total - failed.length && step < 600; step += 1) {
        await timeout(100);
      }
      await reader.stop();
      await victim?.start();

      expect(failed).toEqual([]);
      expect(reader.effects.size).toBe(total);
      for (const [, turns] of Map.groupBy(reader.effects.values(), ({ key }) => key)) {
        const order = turns.map(({ turn }) => turn);
        expect(order).toEqual([...order].sort((a, b) => a - b));
      }
      const ends = await rig.committed();
      expect(ends.reduce((sum, offset) => sum + offset, 0)).toBeGreaterThanOrEqual(total);
      await rig.close();
    },
    180_000,
  );
});
