import { beforeEach, describe, expect, it } from '@jest/globals';
import { setImmediate as turn } from 'node:timers/promises';
import { type VirtualClock, createVirtualClock } from '../../../../lambdas/adapters/memory/clock/virtual-clock.ts';
import { type MemoryChannel, createMemoryChannel } from '../../../../lambdas/adapters/memory/worker/memory-channel.ts';
import { createMemorySource } from '../../../../lambdas/adapters/memory/worker/memory-source.ts';
import { PipelineError } from '../../../../lambdas/contracts/errors/pipeline-error.ts';
import type { BatchConsumer } from '../../../../lambdas/core/consume/batch-consumer.ts';
import type { WorkerSource } from '../../../../lambdas/core/ports/worker-source.ts';
import { type WorkerDependencies, createWorker } from '../../../../lambdas/core/worker/worker.ts';
import { recordingTelemetry } from '../../../support/recording-telemetry.ts';
import { sleepOn } from '../../../support/sleep-on.ts';

const start = Date.UTC(2026, 0, 1);

let clock: VirtualClock;
let channel: MemoryChannel;
let telemetry: ReturnType<typeof recordingTelemetry>;

beforeEach(() => {
  clock = createVirtualClock(start);
  channel = createMemoryChannel({ clock, ordered: true });
  telemetry = recordingTelemetry();
});

describe('createWorker', () => {
  it('handles every record once and settles it', async () => {
    const { handled, consume } = counting();
    await publish(9);
    const { stop } = run({ consume });

    await until(() => handled.length === 9);
    await stop();

    expect(new Set(handled).size).toBe(9);
    expect(channel.messages().map(({ body }) => body)).toEqual([]);
  });

  it('has no more than so many batches at the same time', async () => {
    const { begun, finish, consume } = hanging();
    await publish(8);
    const { stop } = run({ consume, concurrency: 3 });
    await until(() => begun() === 3);
    await turn();

    expect(begun()).toBe(3);
    finish();
    await until(() => begun() === 4);
    finish();
    await stop();
  });

  it.each([0, -1, 1.5, Number.NaN])('rejects a concurrency of %s', (concurrency) => {
    expect(() => createWorker(dependencies({ concurrency }))).toThrow('at least 1');
  });

  it('gives each batch until its deadline, from when it was taken', async () => {
    const deadlines: number[] = [];
    await publish(1);
    const { stop } = run({
      consume: (_records, { deadline }) => {
        deadlines.push(deadline);
        return Promise.resolve({ failed: [] });
      },
      batchSeconds: 30,
    });

    await until(() => deadlines.length > 0);
    await stop();

    expect(deadlines).toEqual([start + 30_000]);
  });

  it('brings what failed again, and forgets the rest', async () => {
    const tries: string[] = [];
    await publish(3);
    const { stop } = run({
      consume: (records) => {
        const failed = records.filter(({ body, receiveCount }) => body === '1' && receiveCount < 3);
        tries.push(...records.map(({ body }) => body));
        return Promise.resolve({ failed: failed.map(({ id }) => id) });
      },
    });

    await until(() => channel.messages().length === 0);
    await stop();

    expect(tries.sort()).toEqual(['0', '1', '1', '1', '2']);
  });

  it('fails the whole batch of a consumer that rejects, counts it and goes on', async () => {
    let calls = 0;
    await publish(2);
    const { stop } = run({
      consume: () => {
        calls += 1;
        return calls === 1 ? Promise.reject(new TypeError('broken')) : Promise.resolve({ failed: [] });
      },
    });

    await until(() => channel.messages().length === 0);
    await stop();

    expect(telemetry.counts.get('BatchesFailed')).toBe(1);
    expect(calls).toBe(2);
  });

  it('writes out what was counted after every batch, not only when it stops', async () => {
    let flushes = 0;
    await publish(4);
    const { stop } = run({ telemetry: { ...telemetry, flush: () => (flushes += 1) } });

    await until(() => flushes === 2);
    await stop();

    expect(flushes).toBe(3);
  });

  describe('when it is told to stop', () => {
    it('lets what runs end, settles it, takes nothing more and leaves', async () => {
      const { begun, finish, consume } = hanging();
      await publish(4);
      const { stop } = run({ consume, concurrency: 1 });
      await until(() => begun() === 1);

      const stopped = stop();
      finish();
      await stopped;

      expect(begun()).toBe(1);
      expect(channel.messages().map(({ body }) => body)).toEqual(['2', '3']);
      expect(telemetry.lines).toEqual([]);
    });

    it('gives back what does not end in time, although every place was taken', async () => {
      const { begun, finish, consume } = hanging();
      await publish(4);
      const { stop } = run({ consume, concurrency: 1, drainSeconds: 20 });
      await until(() => begun() === 1);

      const stopped = stop();
      await turn();
      clock.advance(20_000);
      await stopped;
      finish();
      await turn();

      expect(channel.messages().map(({ body }) => body)).toEqual(['0', '1', '2', '3']);
      expect(telemetry.lines).toEqual(['batches given back, because they took too long to end']);
    });

    it('ends at once when it was stopped before it began', async () => {
      await publish(1);

      await createWorker(dependencies({})).run(AbortSignal.abort());

      expect(channel.messages().map(({ body }) => body)).toEqual(['0']);
    });
  });

  it('rejects with what its source cannot mend, after what runs has been settled and the source left', async () => {
    const { begun, finish, consume } = hanging();
    const refused = new PipelineError('the login must be accepted', { code: 'source-unavailable' });
    const seen: string[] = [];
    const source: WorkerSource = {
      visibility: { delay: () => Promise.resolve() },
      async *batches() {
        yield {
          records: [{ id: '1', body: 'b', group: undefined, receiveCount: 1, receipt: 'r' }],
          settle: () => Promise.resolve(void seen.push('settled')),
        };
        await Promise.reject(refused);
      },
      close: () => Promise.resolve(void seen.push('closed')),
    };
    const running = createWorker(dependencies({ source, consume })).run(new AbortController().signal);
    await until(() => begun() === 1);

    finish();

    await expect(running).rejects.toBe(refused);
    expect(seen).toEqual(['settled', 'closed']);
  });

  it('goes on when a source breaks its promise and does not take the answer', async () => {
    let batches = 0;
    const source: WorkerSource = {
      visibility: { delay: () => Promise.resolve() },
      async *batches() {
        for (const id of ['1', '2']) {
          batches += 1;
          yield await Promise.resolve({
            records: [{ id, body: 'b', group: undefined, receiveCount: 1, receipt: 'r' }],
            settle: () => Promise.reject(new TypeError('broken')),
          });
        }
      },
      close: () => Promise.resolve(),
    };

    await createWorker(dependencies({ source, concurrency: 1 })).run(new AbortController().signal);

    expect(batches).toBe(2);
    expect(telemetry.lines).toEqual(Array(2).fill('batch not settled; it comes again'));
  });
});

/** A worker on the channel unless the test brings its own source. */
function dependencies(given: Partial<WorkerDependencies>): WorkerDependencies {
  return {
    source: createMemorySource(channel, { clock, sleep: sleepOn(clock), batchSize: 2 }),
    consume: () => Promise.resolve({ failed: [] }),
    clock,
    telemetry,
    sleep: sleepOn(clock),
    ...given,
  };
}

function run(given: Partial<WorkerDependencies>): { readonly stop: () => Promise<void> } {
  const stopping = new AbortController();
  const running = createWorker(dependencies(given)).run(stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

/** A consumer that notes what it was given. */
function counting(): { readonly handled: readonly string[]; readonly consume: BatchConsumer } {
  const handled: string[] = [];
  return {
    handled,
    consume: (records) => {
      handled.push(...records.map(({ body }) => body));
      return Promise.resolve({ failed: [] });
    },
  };
}

/** A consumer whose batches all end when the test says so. */
function hanging(): {
  readonly begun: () => number;
  readonly finish: () => void;
  readonly consume: BatchConsumer;
} {
  let begun = 0;
  let waiting: (() => void)[] = [];
  return {
    begun: () => begun,
    finish: () => {
      for (const end of waiting) {
        end();
      }
      waiting = [];
    },
    consume: async () => {
      begun += 1;
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
      });
      return { failed: [] };
    },
  };
}

/** Messages of as many keys, whose bodies are their numbers. */
async function publish(count: number): Promise<void> {
  const messages = Array.from({ length: count }, (_, index) => String(index));
  await channel.publisher.publish(messages.map((body) => ({ id: body, type: 'noted', key: body, body })));
}

async function until(holds: () => boolean): Promise<void> {
  for (let turns = 0; !holds(); turns += 1) {
    if (turns > 1000) {
      throw new TypeError('what is waited for must come within 1000 turns');
    }
    await turn();
  }
}
