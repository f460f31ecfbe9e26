import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunningKafka } from '../../../../localstack/backends/kafka/start-kafka.ts';
import { openKafkaRig } from './kafka-rig.ts';
import { noDeliveries, recordedWorker } from './recorded-worker.ts';
import { runningKafka } from './running-kafka.ts';
import { until } from './until.ts';

const outageMilliseconds = 30_000;
const batchRecords = 20;
const callSize = 50;
const keys = 60;

let kafka: RunningKafka;

beforeAll(async () => {
  kafka = await runningKafka();
}, 180_000);

afterAll(async () => {
  await kafka.stop();
}, 60_000);

describe('an outage of Kafka', () => {
  it('of 30 s is survived by publisher and workers without anybody doing anything', async () => {
    const rig = await openKafkaRig(kafka.bootstrap, { partitions: 6 });
    const publisher = rig.publisher();
    const recorded = noDeliveries();
    const workers = [1, 2].map(() => recordedWorker(rig.source({ batchRecords }), recorded));
    const state = { published: 0, publishing: true };
    const publishing = (async () => {
      while (state.publishing) {
        const messages = Array.from({ length: callSize }, (_, index) => {
          const turn = state.published + index;
          return { id: `m${turn}`, type: 'counted', key: `key-${turn % keys}`, body: JSON.stringify({ turn }) };
        });
        // What was not sent in time stays with who publishes: an outbox, or the queue of a bridge.
        for (let left = messages; left.length > 0;) {
          const failed = new Set((await publisher.publish(left)).failed.map(({ id }) => id));
          left = left.filter(({ id }) => failed.has(id));
        }
        state.published += callSize;
        await setTimeout(10);
      }
    })();
    await until('records before the outage', () => recorded.effects.size >= callSize * 4);

    const [node] = kafka.nodes;
    await node?.stop();
    await setTimeout(outageMilliseconds);
    const before = recorded.effects.size;
    await node?.start();
    await until('records after the outage', () => recorded.effects.size >= before + callSize * 4);
    state.publishing = false;
    await publishing;
    await until('every record', () => recorded.effects.size >= state.published);
    await Promise.all(workers.map((worker) => worker.stop()));

    expect(recorded.effects.size).toBe(state.published);
    await rig.close();
  }, 240_000);
});
