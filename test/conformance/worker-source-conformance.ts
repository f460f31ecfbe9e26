import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SourceRecord } from '../../lambdas/core/consume/source-record.ts';
import type { OutgoingMessage, Publisher } from '../../lambdas/core/ports/publisher.ts';
import type { SourceBatch, WorkerSource } from '../../lambdas/core/ports/worker-source.ts';

/** A topic, queue or stream of a broker, empty, with a group of workers. */
export interface OpenWorkerSource {
  readonly publisher: Publisher;
  /** Another worker of the same group, which may hold `mostHeld` records. */
  source(): Promise<WorkerSource>;
  /** Whether messages of one key come in their order. */
  readonly ordered: boolean;
  readonly mostHeld: number;
  close(): Promise<void>;
}

/** Patience with a real broker, in milliseconds: nothing is expected to take so long. */
const patienceMs = 30_000;
const testMs = 60_000;

const message = (id: string, key = id): OutgoingMessage => ({ id, key, type: 'Tested', body: `body of ${id}` });
const messages = (count: number, keys = count): readonly OutgoingMessage[] =>
  Array.from({ length: count }, (_, index) => message(`m-${index}`, `key-${index % keys}`));

/** What every source of workers must do; `open` makes one of its own for each test. */
export function workerSourceConformance(name: string, open: () => Promise<OpenWorkerSource>): void {
  describe(`worker source (${name})`, () => {
    let at: OpenWorkerSource;
    const opened: WorkerSource[] = [];

    beforeEach(async () => {
      at = await open();
    }, testMs);
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((source) => source.close()));
      await at.close();
    }, testMs);

    const worker = async (): Promise<WorkerSource> => {
      const source = await at.source();
      opened.push(source);
      return source;
    };
    const publish = async (...all: readonly OutgoingMessage[]): Promise<void> => {
      expect(await at.publisher.publish(all)).toEqual({ failed: [] });
    };

    it(
      'delivers what was published, whole and once when all is settled',
      async () => {
        await publish(...messages(25, 5));
        const seen: SourceRecord[] = [];
        await take(await worker(), async (batch) => {
          seen.push(...batch.records);
          await batch.settle({ failed: [] });
          return seen.length >= 25;
        });

        expect(seen.map(({ body }) => body).sort()).toEqual(bodies(messages(25)).sort());
        expect(seen.every(({ receiveCount }) => receiveCount === 1)).toBe(true);
        if (at.ordered) {
          for (const [key, records] of Map.groupBy(seen, ({ group }) => group)) {
            expect(records.map(({ body }) => body)).toEqual(bodies(messages(25, 5).filter((one) => one.key === key)));
          }
        }
      },
      testMs,
    );

    it(
      'repeats what failed, counting its deliveries, and nothing else',
      async () => {
        await publish(...messages(4));
        const seen = new Map<string, number[]>();
        await take(await worker(), async (batch) => {
          const failed = batch.records.filter((one) => one.body === 'body of m-1' && one.receiveCount < 3);
          for (const { body, receiveCount } of batch.records) {
            seen.set(body, [...(seen.get(body) ?? []), receiveCount]);
          }
          await batch.settle({ failed: failed.map(({ id }) => id) });
          return [...seen.values()].flat().length >= 6;
        });

        expect(Object.fromEntries(seen)).toEqual({
          'body of m-0': [1],
          'body of m-1': [1, 2, 3],
          'body of m-2': [1],
          'body of m-3': [1],
        });
      },
      testMs,
    );

    it(
      'repeats what failed before later ones of its key, while other keys go on',
      async () => {
        if (!at.ordered) {
          return;
        }
        await publish(message('a-1', 'a'), message('a-2', 'a'), message('b-1', 'b'), message('a-3', 'a'));
        const done: string[] = [];
        let failures = 0;
        const source = await worker();
        await take(source, async (batch) => {
          const failed: string[] = [];
          for (const record of batch.records) {
            const fails = record.body === 'body of a-1' && failures < 2;
            if (fails || failed.some((id) => groupOf(batch, id) === record.group)) {
              failures += fails ? 1 : 0;
              failed.push(record.id);
            } else {
              done.push(record.body);
            }
          }
          await batch.settle({ failed });
          return done.length >= 4;
        });

        expect(done.filter((body) => body.startsWith('body of a'))).toEqual(
          bodies(['a-1', 'a-2', 'a-3'].map((id) => message(id))),
        );
        expect(done).toContain('body of b-1');
      },
      testMs,
    );

    it(
      'holds a failed record back for as long as it was told, and lets others pass',
      async () => {
        await publish(message('slow'));
        const order: string[] = [];
        const source = await worker();
        await take(source, async (batch) => {
          const [record] = batch.records;
          order.push(...batch.records.map(({ body }) => body));
          if (record?.body === 'body of slow' && record.receiveCount === 1) {
            await source.visibility.delay(record, 2);
            await batch.settle({ failed: [record.id] });
            await publish(message('quick'));
          } else {
            await batch.settle({ failed: [] });
          }
          return order.length >= 3;
        });

        expect(order).toEqual(['body of slow', 'body of quick', 'body of slow']);
      },
      testMs,
    );

    it(
      'ends when told to; what is out can still be settled, and does not come again',
      async () => {
        await publish(...messages(2));
        const stop = new AbortController();
        const source = await worker();
        const out: SourceBatch[] = [];
        for await (const batch of source.batches(AbortSignal.any([stop.signal, AbortSignal.timeout(patienceMs)]))) {
          out.push(batch);
          if (out.flatMap(({ records }) => records).length === 2) {
            stop.abort();
          }
        }
        for (const batch of out) {
          await batch.settle({ failed: [] });
        }
        await source.close();
        await publish(message('last'));
        const seen: string[] = [];
        await take(await worker(), async (batch) => {
          seen.push(...batch.records.map(({ body }) => body));
          await batch.settle({ failed: [] });
          return seen.includes('body of last');
        });

        expect(seen).toEqual(['body of last']);
      },
      testMs,
    );

    it(
      'hands what a worker left unsettled to another one',
      async () => {
        await publish(...messages(3));
        const left = await worker();
        const out: string[] = [];
        await take(left, (batch) => {
          out.push(...batch.records.map(({ body }) => body));
          return Promise.resolve(out.length >= 3);
        });
        await left.close();
        const seen: string[] = [];
        await take(await worker(), async (batch) => {
          seen.push(...batch.records.map(({ body }) => body));
          await batch.settle({ failed: [] });
          return seen.length >= 3;
        });

        expect(seen.sort()).toEqual(out.sort());
      },
      testMs,
    );

    it(
      'asks for no more than it may hold, and goes on once some is settled',
      async () => {
        const count = at.mostHeld + 30;
        await publish(...messages(count));
        const out: SourceBatch[] = [];
        const held = (): number => out.flatMap(({ records }) => records).length;
        let settled = 0;
        await take(await worker(), async (batch) => {
          out.push(batch);
          expect(held()).toBeLessThanOrEqual(at.mostHeld);
          if (held() === at.mostHeld || settled + held() === count) {
            settled += held();
            for (const one of out.splice(0)) {
              await one.settle({ failed: [] });
            }
          }
          return settled === count;
        });

        expect(settled).toBe(count);
      },
      testMs,
    );

    it(
      'shares the work among the workers of a group, each message going to one of them',
      async () => {
        const count = 60;
        const seen: string[] = [];
        const stop = new AbortController();
        const ended = AbortSignal.any([stop.signal, AbortSignal.timeout(patienceMs)]);
        const run = async (source: WorkerSource): Promise<void> => {
          for await (const batch of source.batches(ended)) {
            seen.push(...batch.records.map(({ body }) => body));
            await batch.settle({ failed: [] });
            if (new Set(seen).size >= count) {
              stop.abort();
            }
          }
        };
        const running = [run(await worker()), run(await worker())];
        await publish(...messages(count));
        await Promise.all(running);

        expect(seen.sort()).toEqual(bodies(messages(count)).sort());
      },
      testMs,
    );
  });
}

function bodies(all: readonly OutgoingMessage[]): string[] {
  return all.map(({ body }) => body);
}

function groupOf({ records }: SourceBatch, id: string): string | undefined {
  return records.find((record) => record.id === id)?.group;
}

/** Takes batches until `done` says so, then a little longer, so that one too many would be seen. */
async function take(source: WorkerSource, done: (batch: SourceBatch) => Promise<boolean>): Promise<void> {
  const stop = new AbortController();
  const patience = AbortSignal.timeout(patienceMs);
  for await (const batch of source.batches(AbortSignal.any([stop.signal, patience]))) {
    if (await done(batch)) {
      void sleep(100).then(() => {
        stop.abort();
      });
    }
  }
  expect(patience.aborted).toBe(false);
}
