import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as timeout } from 'node:timers/promises';
import type { SourceRecord } from '../../lambdas/core/consume/source-record.ts';
import type { OutgoingMessage, Publisher } from '../../lambdas/core/ports/publisher.ts';
import type { SourceBatch, WorkerSource } from '../../lambdas/core/ports/worker-source.ts';

/** An empty topic, queue or stream with a group of workers that has not read yet. */
export interface OpenWorkerSource {
  readonly publisher: Publisher;
  /** Another worker of the same group. */
  source(): Promise<WorkerSource>;
  /** Whether records come in groups by their key, each in order. */
  readonly ordered: boolean;
  /** Most records that a worker holds unsettled. @default 1000 */
  readonly mostUnsettled?: number;
  /** Ends a worker as the end of its process would: nothing is told to the broker. @default its `close` */
  kill?(source: WorkerSource): Promise<void>;
  /** Seconds after which what a dead worker held comes again. @default 0 */
  readonly redeliverySeconds?: number;
  /** Lets time pass. @default real time */
  pass?(milliseconds: number): Promise<void>;
  close(): Promise<void>;
}

const testMilliseconds = 90_000;
const waitSeconds = 30;
const stepMilliseconds = 20;
const quietMilliseconds = 500;
const endMilliseconds = 10_000;
const delaySeconds = 3;

/** What the sources of a worker must do under every adapter; `open` makes a place of its own for each test. */
export function workerSourceConformance(name: string, open: () => Promise<OpenWorkerSource>): void {
  describe(`worker source (${name})`, () => {
    let at: OpenWorkerSource;
    let readings: Reading[];

    beforeEach(async () => {
      readings = [];
      at = await open();
    }, testMilliseconds);
    afterEach(async () => {
      for (const reading of readings) {
        await reading.stop();
      }
      await at.close();
    }, testMilliseconds);

    const pass = (milliseconds: number): Promise<unknown> => at.pass?.(milliseconds) ?? timeout(milliseconds);

    /** Waits until something holds; says what was missing when it never does. */
    const until = async (what: string, holds: () => boolean, seconds = waitSeconds): Promise<void> => {
      for (let step = 0; !holds(); step += 1) {
        if (step * stepMilliseconds > seconds * 1000) {
          throw new TypeError(`within ${seconds} s there must be ${what}`);
        }
        await pass(stepMilliseconds);
      }
    };

    const publish = async (...messages: readonly OutgoingMessage[]): Promise<void> => {
      expect(await at.publisher.publish(messages)).toEqual({ failed: [] });
    };

    /** Reads as another worker. */
    const read = async (judge: Judge | 'hold' = () => 'done'): Promise<Reading> => {
      const reading = startReading(await at.source(), judge);
      readings.push(reading);
      return reading;
    };

    /** What a new worker still finds, at least `count`; a last message tells when there is nothing more. */
    const leftovers = async (count = 0): Promise<readonly string[]> => {
      await publish(message('last', 'last:1'));
      const reading = await read();
      const isThere = (): boolean => reading.handled.length > count && bodiesOf(reading.handled).includes('last:1');
      await until(`the last message and ${count} before`, isThere, waitSeconds + (at.redeliverySeconds ?? 0));
      await pass(stepMilliseconds * 10);
      return sortedBodies(reading.handled).filter((body) => body !== 'last:1');
    };

    /** Records that came before an earlier one of their key, where order is kept. */
    const misplaced = (records: readonly SourceRecord[]): readonly string[] => (at.ordered ? outOfOrder(records) : []);

    it(
      'delivers each message once when all is settled, whether published before anybody read or after',
      async () => {
        const messages = keyed(['a', 'b', 'c', 'd', 'e'], 6);
        await publish(...messages.slice(0, 20));

        const reading = await read();
        await until('what was published before', () => reading.handled.length >= 20);
        await publish(...messages.slice(20));
        await until('what was published after', () => reading.handled.length >= messages.length);
        await reading.stop();

        expect(sortedBodies(reading.seen)).toEqual(sortedBodies(messages));
        expect(new Set(reading.seen.map(({ id }) => id)).size).toBe(messages.length);
        expect(new Set(reading.seen.map(({ receiveCount }) => receiveCount))).toEqual(new Set([1]));
        expect(misplaced(reading.handled)).toEqual([]);
        expect(await leftovers()).toEqual([]);
      },
      testMilliseconds,
    );

    it(
      'keeps body, group and the mark of a redrive as they were sent',
      async () => {
        const body = JSON.stringify({ data: { text: 'Grüße 🚚 "\\n\u2028', much: 'x'.repeat(100_000) } });
        const redrive = { token: 'token-1', letter: 'letter/1', position: 2, previous: 1 };
        const key = 'Käuferin 7/a.*>';

        await publish({ ...message(key, body), redrive });
        const reading = await read();
        await until('the message', () => reading.handled.length > 0);

        const [record] = reading.seen;
        expect(record?.body === body).toBe(true);
        expect(record).toMatchObject({ redrive, receiveCount: 1 });
        expect(record?.group).toBe(at.ordered ? key : undefined);
      },
      testMilliseconds,
    );

    it(
      'brings a failed record again, counted and before later ones of its key, while other keys go on',
      async () => {
        const messages = keyed(['a', 'b', 'c'], 3);
        const othersLeft = new Set(bodiesOf(messages).filter((body) => !body.startsWith('a:')));
        const reading = await read(({ body }) => {
          othersLeft.delete(body);
          return body === 'a:1' && othersLeft.size > 0 ? 'fail' : 'done';
        });

        await publish(...messages);
        await until('every message', () => reading.handled.length >= messages.length);

        const tries = reading.seen.filter(({ body }) => body === 'a:1');
        expect(tries.length).toBeGreaterThan(1);
        expect(new Set(tries.map(({ id }) => id)).size).toBe(1);
        expect(tries.map(({ receiveCount }) => receiveCount)).toEqual(tries.map((_, index) => index + 1));
        expect(sortedBodies(reading.handled)).toEqual(sortedBodies(messages));
        expect(misplaced(reading.handled)).toEqual([]);
      },
      testMilliseconds,
    );

    it(
      'brings a record that was to be delayed after what was published meanwhile, yet in the order of its key',
      async () => {
        const reading = await read(({ body, receiveCount }) =>
          body === 'slow:1' && receiveCount === 1 ? delaySeconds : 'done',
        );
        await publish(message('slow', 'slow:1'));
        await until('the first try', () => reading.settled > 0);

        await publish(message('quick', 'quick:1'), message('slow', 'slow:2'));
        await until('every message', () => reading.handled.length >= 3);

        const order = bodiesOf(reading.handled);
        expect(order.indexOf('quick:1')).toBeLessThan(order.indexOf('slow:1'));
        expect([...order].sort()).toEqual(['quick:1', 'slow:1', 'slow:2']);
        expect(misplaced(reading.handled)).toEqual([]);
      },
      testMilliseconds,
    );

    it(
      'holds later records of a key back while an earlier one is out, where it keeps order',
      async () => {
        const reading = await read('hold');
        await publish(message('a', 'a:1'), message('b', 'b:1'));
        await until('a first batch', () => reading.seen.length > 0);

        await publish(message('a', 'a:2'), message('b', 'b:2'));
        await pass(stepMilliseconds * 20);
        expect(reading.shared).toEqual([]);
        await reading.release();
        await until('every message', () => reading.handled.length >= 4);

        expect(sortedBodies(reading.handled)).toEqual(['a:1', 'a:2', 'b:1', 'b:2']);
        expect(misplaced(reading.handled)).toEqual([]);
      },
      testMilliseconds,
    );

    it(
      'asks for no more than a bounded number while nothing is settled, and goes on afterwards',
      async () => {
        const most = at.mostUnsettled ?? 1000;
        const messages = keyed(numbered('key-', most + 100), 1);
        const reading = await read('hold');
        await publish(...messages);

        for (let before = 0; reading.seen.length === 0 || before < reading.seen.length;) {
          before = reading.seen.length;
          await pass(quietMilliseconds);
        }
        const unsettled = reading.seen.length;
        await reading.release();
        await until('every message', () => reading.handled.length >= messages.length);

        expect(unsettled).toBeLessThanOrEqual(most);
        expect(sortedBodies(reading.handled)).toEqual(sortedBodies(messages));
      },
      testMilliseconds,
    );

    it(
      'ends at once when told to, and what it had yielded can still be settled',
      async () => {
        const messages = keyed(['a', 'b', 'c'], 1);
        await publish(...messages);
        const reading = await read('hold');
        await until('every message', () => reading.seen.length >= messages.length);

        await reading.end();
        await reading.release();
        await reading.stop();

        expect(sortedBodies(reading.handled)).toEqual(['a:1', 'b:1', 'c:1']);
        expect(await leftovers()).toEqual([]);
      },
      testMilliseconds,
    );

    it(
      'ends at once although nothing ever came, and may be closed twice',
      async () => {
        const reading = await read();

        await reading.end();
        await reading.source.close();
        await reading.source.close();

        expect(reading.seen).toEqual([]);
        expect(await leftovers()).toEqual([]);
      },
      testMilliseconds,
    );

    it(
      'gives back on closing what was not settled; to settle it later tells nothing and rejects nothing',
      async () => {
        const messages = keyed(['a', 'b', 'c'], 2);
        await publish(...messages);
        const reading = await read('hold');
        await until('a batch', () => reading.seen.length > 0);

        await reading.end();
        await reading.source.close();
        await reading.release();

        expect(await leftovers(messages.length)).toEqual(sortedBodies(messages));
      },
      testMilliseconds,
    );

    it(
      'brings what a killed worker held to another one, and nothing that was settled before',
      async () => {
        const messages = keyed(['a', 'b', 'c', 'd'], 3);
        const first = await read();
        await publish(...messages.slice(0, 4));
        await until('the first messages', () => first.settled >= 4);
        await first.stop();
        const killed = await read('hold');
        await publish(...messages.slice(4));
        await until('a batch', () => killed.seen.length > 0);

        await (at.kill?.(killed.source) ?? killed.stop());

        expect(await leftovers(8)).toEqual(sortedBodies(messages.slice(4)));
      },
      testMilliseconds,
    );

    it(
      'shares the work between two workers: each message once in total, in the order of its key',
      async () => {
        const handled: SourceRecord[] = [];
        const judge: Judge = (record) => {
          handled.push(record);
          return 'done';
        };
        const messages = keyed(numbered('key-', 12), 8);
        const workers = [await read(judge), await read(judge)];

        await publish(...messages.slice(0, 48));
        await until('half of the messages', () => handled.length >= 48);
        await publish(...messages.slice(48));
        await until('every message', () => handled.length >= messages.length);
        await Promise.all(workers.map((worker) => worker.stop()));

        expect(sortedBodies(handled)).toEqual(sortedBodies(messages));
        expect(misplaced(handled)).toEqual([]);
        expect(await leftovers()).toEqual([]);
      },
      testMilliseconds,
    );
  });
}

/** What becomes of a record: it fails at once, or with a delay of so many seconds, and with it the rest of its group. */
type Judge = (record: SourceRecord) => 'done' | 'fail' | number;

/** One worker of a test, with all that it saw. */
interface Reading {
  readonly source: WorkerSource;
  /** Every delivery. */
  readonly seen: readonly SourceRecord[];
  /** What was done, in order. */
  readonly handled: readonly SourceRecord[];
  /** Records whose batches are settled. */
  readonly settled: number;
  /** Groups that were in two batches at the same time. */
  readonly shared: readonly string[];
  /** Settles as done what it holds, and from now on everything. */
  release(): Promise<void>;
  /** Takes no more. */
  end(): Promise<void>;
  /** Ends, and leaves the source. */
  stop(): Promise<void>;
}

function startReading(source: WorkerSource, judge: Judge | 'hold'): Reading {
  const stopping = new AbortController();
  const out = new Set<SourceBatch>();
  const seen: SourceRecord[] = [];
  const handled: SourceRecord[] = [];
  const shared: string[] = [];
  let answer = judge;
  let settled = 0;

  const settle = async (batch: SourceBatch, judgeOne: Judge): Promise<void> => {
    const { done, failed } = judged(batch.records, judgeOne);
    handled.push(...done);
    for (const [record, seconds] of failed) {
      if (seconds !== 'fail') {
        await source.visibility.delay(record, seconds);
      }
    }
    out.delete(batch);
    await batch.settle({ failed: [...failed.keys()].map(({ id }) => id) });
    settled += batch.records.length;
  };
  const take = async (batch: SourceBatch): Promise<void> => {
    const busy = new Set([...out].flatMap(groupsOf));
    shared.push(...groupsOf(batch).filter((group) => busy.has(group)));
    out.add(batch);
    seen.push(...batch.records);
    if (answer !== 'hold') {
      await settle(batch, answer);
    }
  };
  const run = async (): Promise<void> => {
    const tasks: Promise<void>[] = [];
    for await (const batch of source.batches(stopping.signal)) {
      tasks.push(take(batch));
    }
    await Promise.all(tasks);
  };

  const running = run();
  // Whoever ends the reading learns of it.
  running.catch(() => undefined);
  const end = async (): Promise<void> => {
    stopping.abort();
    await inTime(running);
  };
  return {
    source,
    seen,
    handled,
    shared,
    get settled() {
      return settled;
    },
    async release() {
      const all: Judge = () => 'done';
      answer = all;
      await Promise.all([...out].map((batch) => settle(batch, all)));
    },
    end,
    async stop() {
      await end();
      await source.close();
      expect(shared).toEqual([]);
    },
  };
}

interface Judged {
  readonly done: readonly SourceRecord[];
  readonly failed: ReadonlyMap<SourceRecord, 'fail' | number>;
}

/** The answers for a batch: what follows a failed record in its group fails with it. */
function judged(records: readonly SourceRecord[], judge: Judge): Judged {
  const done: SourceRecord[] = [];
  const failed = new Map<SourceRecord, 'fail' | number>();
  const stuck = new Map<string, 'fail' | number>();
  for (const record of records) {
    const answer = (record.group === undefined ? undefined : stuck.get(record.group)) ?? judge(record);
    if (answer === 'done') {
      done.push(record);
      continue;
    }
    failed.set(record, answer);
    if (record.group !== undefined) {
      stuck.set(record.group, answer);
    }
  }
  return { done, failed };
}

async function inTime(running: Promise<void>): Promise<void> {
  const ended = new AbortController();
  const late = timeout(endMilliseconds, undefined, { signal: ended.signal }).then(() => {
    throw new TypeError('a source must end at once when its signal aborts');
  });
  try {
    await Promise.race([running, late]);
  } finally {
    ended.abort();
  }
}

function groupsOf({ records }: SourceBatch): readonly string[] {
  return [...new Set(records.flatMap(({ group }) => (group === undefined ? [] : [group])))];
}

function message(key: string, body: string): OutgoingMessage {
  return { id: `id of ${body.slice(0, 20)}`, type: 'noted', key, body };
}

/** `count` messages of each key, taking turns; a body is its key and its number. */
function keyed(keys: readonly string[], count: number): readonly OutgoingMessage[] {
  return Array.from({ length: count }, (_, turn) => keys.map((key) => message(key, `${key}:${turn + 1}`))).flat();
}

function numbered(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${index}`);
}

function bodiesOf(messages: readonly { readonly body: string }[]): readonly string[] {
  return messages.map(({ body }) => body);
}

function sortedBodies(messages: readonly { readonly body: string }[]): readonly string[] {
  return [...bodiesOf(messages)].sort();
}

function outOfOrder(records: readonly SourceRecord[]): readonly string[] {
  const last = new Map<string, number>();
  return bodiesOf(records).filter((body) => {
    const [key = '', turn = ''] = body.split(':');
    const before = last.get(key) ?? 0;
    last.set(key, Number(turn));
    return Number(turn) < before;
  });
}
