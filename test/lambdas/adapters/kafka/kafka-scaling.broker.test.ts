import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunningKafka } from '../../../../localstack/backends/kafka/start-kafka.ts';
import { openKafkaRig } from './kafka-rig.ts';
import { noDeliveries, recordedWorker } from './recorded-worker.ts';
import { runningKafka } from './running-kafka.ts';
import { until } from './until.ts';

let kafka: RunningKafka;

beforeAll(async () => {
  kafka = await runningKafka();
}, 180_000);

afterAll(async () => {
  await kafka.stop();
}, 60_000);

const batchRecords = 20;
const callSize = 50;
const keys = 60;

describe('workers of a Kafka group', () => {
  it('lose nothing and repeat at most what was not acknowledged, from one to three of them and back', async () => {
    const rig = await openKafkaRig(kafka.bootstrap, { partitions: 6 });
    const publisher = rig.publisher();
    const recorded = noDeliveries();
    const start = () => recordedWorker(rig.source({ batchRecords }), recorded);
    const state = { published: 0, publishing: true };
    const publishing = (async () => {
      while (state.publishing) {
        const messages = Array.from({ length: callSize }, (_, index) => {
          const turn = state.published + index;
          return { id: `m${turn}`, type: 'counted', key: `key-${turn % keys}`, body: JSON.stringify({ turn }) };
        });
        expect(await publisher.publish(messages)).toEqual({ failed: [] });
        state.published += callSize;
      }
    })();
    const first = start();
    await until('records of the first', () => first.handled() > 0);

    const others = [start(), start()];
    await until('records of all three', () => others.every((worker) => worker.handled() > callSize));
    const shared = await rig.committed();
    for (const worker of others) {
      await worker.stop();
    }
    const alone = first.handled();
    await until('more of the first', () => first.handled() > alone + callSize * 6);
    state.publishing = false;
    await publishing;
    await until('every record', () => recorded.effects.size === state.published);
    await first.stop();

    const moves = 4;
    expect(Math.min(...shared)).toBeGreaterThan(0);
    expect((await rig.committed()).reduce((sum, offset) => sum + offset, 0)).toBe(state.published);
    expect(recorded.repeated.size).toBeLessThanOrEqual(batchRecords * moves);
    expect(recorded.effects.size).toBe(state.published);
    for (const [, ids] of Map.groupBy(recorded.effects.keys(), (id) => recorded.effects.get(id))) {
      const offsets = ids.map((id) => Number(id.split('-').at(-1)));
      expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
    }
    await rig.close();
  }, 120_000);
});
