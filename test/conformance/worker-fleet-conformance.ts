import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as timeout } from 'node:timers/promises';
import type { OutgoingMessage, Publisher } from '../../lambdas/core/ports/publisher.ts';
import type { SourceBatch, WorkerSource } from '../../lambdas/core/ports/worker-source.ts';

/** An empty queue or stream on a server of its own, with a group of workers that has not read yet. */
export interface OpenFleet {
  readonly publisher: Publisher;
  /** Another worker of the same group, which holds at most `mostUnsettled` records. */
  source(): Promise<WorkerSource>;
  readonly mostUnsettled: number;
  /** Ends a worker as the end of its process would: nothing is told to the server. */
  kill(source: WorkerSource): Promise<void>;
  /** Asks the server to end, as an operator does. */
  stopServer(): Promise<void>;
  startServer(): Promise<void>;
  /** Messages that nobody was given or that are not acknowledged, as the server itself says. */
  unsettled(): Promise<number>;
  close(): Promise<void>;
}

const outageMilliseconds = 30_000;
const testMilliseconds = 150_000;
const waitSeconds = 60;
const callSize = 50;
const keys = 20;
const pauseMilliseconds = 10;

/** What publishers and workers together must bear on every server. */
export function workerFleetConformance(name: string, open: () => Promise<OpenFleet>): void {
  describe(`publisher and workers (${name})`, () => {
    let at: OpenFleet;
    let ledger: Ledger;

    beforeEach(async () => {
      ledger = { effects: new Map(), repeated: [] };
      at = await open();
    }, testMilliseconds);
    afterEach(async () => {
      await at.close();
    }, testMilliseconds);

    const start = async (): Promise<FleetWorker> => startWorker(await at.source(), ledger);

    const expectAllOnce = async (published: readonly string[]): Promise<void> => {
      await until('the effect of every message', () => ledger.effects.size >= published.length);
      await until('nothing unsettled at the server', async () => (await at.unsettled()) === 0);
      expect([...ledger.effects.keys()].sort()).toEqual([...published].sort());
    };

    it(
      'survive an outage of 30 s without anybody doing anything',
      async () => {
        const workers = [await start(), await start()];
        const publishing = publishOn(at.publisher);
        await until('effects before the outage', () => ledger.effects.size >= callSize * 4);

        await at.stopServer();
        const before = ledger.effects.size;
        await timeout(outageMilliseconds);
        await at.startServer();
        await until('effects after the outage', () => ledger.effects.size > before + callSize * 4);

        await expectAllOnce(await publishing.stop());
        expect(await Promise.all(workers.map((worker) => worker.stop()))).toEqual([undefined, undefined]);
        expect(ledger.repeated.length).toBeLessThanOrEqual(at.mostUnsettled * workers.length);
      },
      testMilliseconds,
    );

    it(
      'lose and repeat nothing from one worker to three and back, but the batch that a killed one had not acknowledged',
      async () => {
        const lasting = await start();
        const publishing = publishOn(at.publisher);
        await until('records of the first worker', () => lasting.handled() > 0);

        const [leaving, dying] = [await start(), await start()];
        await until('records of all three', () => [leaving, dying].every(({ handled }) => handled() > callSize));
        expect(await leaving.stop()).toBeUndefined();
        const inHand = await dying.dieInBatch((source) => at.kill(source));
        const alone = lasting.handled();
        await until('more records of the first worker', () => lasting.handled() > alone + callSize * 4);

        await expectAllOnce(await publishing.stop());
        expect(await lasting.stop()).toBeUndefined();
        expect(inHand.length).toBeGreaterThan(0);
        expect(bodiesOf(ledger.repeated)).toEqual([...inHand].sort());
        // More often where the first worker was too slow for what it was given.
        expect(ledger.repeated.filter(({ receiveCount }) => receiveCount < 2)).toEqual([]);
      },
      testMilliseconds,
    );
  });
}

/** What took effect, over all workers: a message whose effect is known has none again. */
interface Ledger {
  readonly effects: Map<string, number>;
  /** Deliveries of messages whose effect was there. */
  readonly repeated: { readonly body: string; readonly receiveCount: number }[];
}

interface FleetWorker {
  readonly handled: () => number;
  /** Ends it as it is asked to end; answers what its source failed with. */
  stop(): Promise<unknown>;
  /** Ends it between the effects of its next batch and its acknowledgement; answers what was in that batch. */
  dieInBatch(kill: (source: WorkerSource) => Promise<void>): Promise<readonly string[]>;
}

interface FleetWorkerState {
  handled: number;
  /** Told its next batch, which is its last. */
  lastWords: ((batch: SourceBatch) => Promise<void>) | undefined;
}

function startWorker(source: WorkerSource, ledger: Ledger): FleetWorker {
  const stopping = new AbortController();
  const state: FleetWorkerState = { handled: 0, lastWords: undefined };
  const running = (async () => {
    for await (const batch of source.batches(stopping.signal)) {
      takeEffect(batch, ledger);
      state.handled += batch.records.length;
      if (state.lastWords !== undefined) {
        await state.lastWords(batch);
        return;
      }
      await timeout(pauseMilliseconds);
      await batch.settle({ failed: [] });
    }
  })().catch((cause: unknown) => cause);
  return {
    handled: () => state.handled,
    stop: async () => {
      stopping.abort();
      const fault = await running;
      await source.close();
      return fault;
    },
    dieInBatch: async (kill) => {
      const bodies = await new Promise<readonly string[]>((resolve) => {
        state.lastWords = async ({ records }) => {
          // It dies in the middle of its work: the acknowledgements of the batch before are on their way by then.
          await timeout(pauseMilliseconds);
          await kill(source);
          resolve(bodiesOf(records));
        };
      });
      await running;
      await source.close();
      return bodies;
    },
  };
}

function takeEffect({ records }: SourceBatch, { effects, repeated }: Ledger): void {
  for (const { body, receiveCount } of records) {
    if (effects.has(body)) {
      repeated.push({ body, receiveCount });
    } else {
      effects.set(body, receiveCount);
    }
  }
}

/** Publishes until it is told to stop, what was refused again with the same id; answers what was accepted. */
function publishOn(publisher: Publisher): { stop(): Promise<readonly string[]> } {
  const stopping = new AbortController();
  const publishing = (async () => {
    const accepted: string[] = [];
    for (let turn = 0; !stopping.signal.aborted; turn += 1) {
      const messages = messagesOf(turn);
      for (let left = messages; left.length > 0;) {
        const failed = new Set((await publisher.publish(left)).failed.map(({ id }) => id));
        left = left.filter(({ id }) => failed.has(id));
      }
      accepted.push(...messages.map(({ body }) => body));
      await timeout(pauseMilliseconds);
    }
    return accepted;
  })();
  return {
    stop: () => {
      stopping.abort();
      return publishing;
    },
  };
}

function messagesOf(turn: number): readonly OutgoingMessage[] {
  return Array.from({ length: callSize }, (_, index) => {
    const body = `${turn}:${index}`;
    return { id: `m-${body}`, type: 'counted', key: `key-${index % keys}`, body };
  });
}

function bodiesOf(records: readonly { readonly body: string }[]): readonly string[] {
  return records.map(({ body }) => body).sort();
}

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + waitSeconds * 1000; !(await holds());) {
    if (Date.now() > deadline) {
      throw new RangeError(`within ${waitSeconds} s there must be ${what}`);
    }
    await timeout(20);
  }
}
