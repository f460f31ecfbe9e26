import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { setImmediate as turn } from 'node:timers/promises';
import { createVirtualClock } from '../../../../lambdas/adapters/memory/clock/virtual-clock.ts';
import { createMemoryChannel } from '../../../../lambdas/adapters/memory/worker/memory-channel.ts';
import { createMemorySource } from '../../../../lambdas/adapters/memory/worker/memory-source.ts';
import type { SourceRecord } from '../../../../lambdas/core/consume/source-record.ts';
import { createWorker } from '../../../../lambdas/core/worker/worker.ts';
import { recordingTelemetry } from '../../../support/recording-telemetry.ts';
import { sleepOn } from '../../../support/sleep-on.ts';

const redeliverySeconds = 30;
const keys = ['a', 'b', 'c', 'd'];

describe('workers of a group', () => {
  it('lose nothing, repeat nothing and keep the order of keys when scaled from 1 to 3 and back', async () => {
    const fleet = openFleet(true);
    fleet.start();
    for (const step of ['', 'start', 'start', '', 'stop', 'stop', ''] as const) {
      await fleet.publish(20);
      await (step === '' ? fleet.pass(50) : fleet[step]());
      await fleet.pass(50);
    }
    await fleet.finish();

    expect(fleet.effects()).toEqual(fleet.published());
    expect(fleet.repeated()).toEqual([]);
  });

  it('repeat what a worker held that was killed in the middle of a batch, and nothing else', async () => {
    const fleet = openFleet(true);
    fleet.start();
    await fleet.publish(8);
    await fleet.pass(15);

    const held = fleet.kill();
    fleet.start();
    await fleet.finish();

    expect(held.length).toBeGreaterThan(0);
    expect(fleet.repeated().length).toBeGreaterThan(0);
    expect(held).toEqual(expect.arrayContaining([...fleet.repeated()]));
    expect(fleet.effects()).toEqual(fleet.published());
  });

  it.each([true, false])('lose nothing whatever starts, stops and dies (ordered: %s)', async (ordered) => {
    await fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 25 }), async (moves) => {
        const fleet = openFleet(ordered);
        const held: string[] = [];
        for (const { kind, by } of moves) {
          switch (kind) {
            case 'kill':
              held.push(...fleet.kill());
              break;
            case 'start':
              fleet.start();
              break;
            case 'stop':
              await fleet.stop();
              break;
            case 'pass':
              await fleet.pass(by * 7);
              break;
            case 'publish':
              await fleet.publish(by);
          }
          await fleet.pass(0);
        }
        await fleet.finish();

        expect(fleet.effects()).toEqual(ordered ? fleet.published() : expect.anything());
        expect([...fleet.effects().values()].flat().sort()).toEqual([...fleet.published().values()].flat().sort());
        expect(fleet.repeated().filter((body) => !held.includes(body))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

const move = fc.record({
  kind: fc.constantFrom('publish', 'publish', 'pass', 'start', 'stop', 'kill'),
  by: fc.integer({ min: 1, max: 12 }),
} as const);

interface RunningWorker {
  readonly kill: () => readonly string[];
  readonly stop: () => Promise<void>;
}

interface Fleet {
  readonly publish: (count: number) => Promise<void>;
  readonly start: () => void;
  /** Stops the oldest worker as a deployment does, and waits for it. */
  readonly stop: () => Promise<void>;
  /** Kills the oldest worker; answers what it held. */
  readonly kill: () => readonly string[];
  readonly pass: (milliseconds: number) => Promise<void>;
  /** Lets one worker do all that is left. */
  readonly finish: () => Promise<void>;
  /** What was published, and what took effect first, by key. */
  readonly published: () => ReadonlyMap<string, readonly string[]>;
  readonly effects: () => ReadonlyMap<string, readonly string[]>;
  /** What came again although it had taken effect, and was recognised. */
  readonly repeated: () => readonly string[];
}

function openFleet(ordered: boolean): Fleet {
  const clock = createVirtualClock(Date.UTC(2026, 0, 1));
  const sleep = sleepOn(clock);
  const channel = createMemoryChannel({ clock, ordered });
  const workers: RunningWorker[] = [];
  const all: string[] = [];
  const done: string[] = [];
  const again: string[] = [];

  const pass = async (milliseconds: number): Promise<void> => {
    for (let passed = 0; passed <= milliseconds; passed += 5) {
      await turn();
      clock.advance(Math.min(5, milliseconds));
      await turn();
    }
  };
  const start = (): void => {
    const source = createMemorySource(channel, { clock, sleep, redeliverySeconds, batchSize: 4 });
    const stopping = new AbortController();
    const held = new Set<string>();
    let dead = false;
    const consume = async (records: readonly SourceRecord[]): Promise<{ readonly failed: readonly string[] }> => {
      for (const { body } of records) {
        held.add(body);
      }
      for (const { body } of records) {
        await sleep(10, new AbortController().signal);
        await (dead ? never : undefined);
        (done.includes(body) ? again : done).push(body);
      }
      // Between an effect and its answer a worker can die too.
      await sleep(10, new AbortController().signal);
      await (dead ? never : undefined);
      for (const { body } of records) {
        held.delete(body);
      }
      return { failed: [] };
    };
    const worker = createWorker({ source, consume, clock, sleep, telemetry: recordingTelemetry(), concurrency: 2 });
    const running = worker.run(stopping.signal);
    workers.push({
      kill: () => {
        dead = true;
        source.kill();
        return [...held];
      },
      stop: async () => {
        stopping.abort();
        const over = new AbortController();
        const ended = running.then(() => {
          over.abort();
        });
        for (let tries = 0; !over.signal.aborted && tries < 100; tries += 1) {
          await pass(5);
        }
        await ended;
      },
    });
  };
  return {
    publish: async (count) => {
      const messages = Array.from({ length: count }, (_, index) => {
        const key = keys[index % keys.length] ?? 'a';
        const body = `${key}:${all.length + index}`;
        return { id: body, type: 'noted', key, body };
      });
      all.push(...messages.map(({ body }) => body));
      await channel.publisher.publish(messages);
    },
    start,
    stop: async () => workers.shift()?.stop(),
    kill: () => workers.shift()?.kill() ?? [],
    pass,
    finish: async () => {
      start();
      await pass(0);
      clock.advance(redeliverySeconds * 1000);
      for (let tries = 0; channel.messages().length > 0 && tries < 1000; tries += 1) {
        await pass(10);
      }
    },
    published: () => byKey(all),
    effects: () => byKey(done),
    repeated: () => again,
  };
}

const never = new Promise<void>(() => undefined);

function byKey(bodies: readonly string[]): ReadonlyMap<string, readonly string[]> {
  return new Map(keys.map((key) => [key, bodies.filter((body) => body.startsWith(`${key}:`))]));
}
