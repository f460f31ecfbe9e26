import { beforeEach, describe, expect, it } from '@jest/globals';
import { setImmediate as turn } from 'node:timers/promises';
import { type VirtualClock, createVirtualClock } from '../../../../../lambdas/adapters/memory/clock/virtual-clock.ts';
import { type MemoryLog, createMemoryLog } from '../../../../../lambdas/adapters/memory/worker/memory-log.ts';
import type { MemoryGroup } from '../../../../../lambdas/adapters/memory/worker/memory-group.ts';
import { type MemorySource, createMemorySource } from '../../../../../lambdas/adapters/memory/worker/memory-source.ts';
import { partitionOf } from '../../../../../lambdas/adapters/memory/worker/partition-of.ts';
import type { SourceBatch } from '../../../../../lambdas/core/ports/worker-source.ts';
import { sleepOn } from '../../../../support/sleep-on.ts';

const redeliverySeconds = 10;

let clock: VirtualClock;
let log: MemoryLog;

beforeEach(() => {
  clock = createVirtualClock(Date.UTC(2026, 0, 1));
  log = createMemoryLog({ clock, partitions: 1 });
});

describe('createMemoryLog', () => {
  it('shows every group the whole log, also one that comes later', async () => {
    const early = read(sourceOf(log.group('early')));
    await publish('a1', 'b1');
    const late = read(sourceOf(log.group('late')));
    await turn();

    expect(bodies(early)).toEqual(['a1', 'b1']);
    expect(bodies(late)).toEqual(['a1', 'b1']);
  });

  it('commits below the oldest message that is not done, and not above it', async () => {
    const group = log.group('one');
    const batches = read(sourceOf(group));
    await publish('a1', 'b1', 'c1');

    await settle(batches, 'b1', 'c1');
    expect(group.progress()).toEqual([{ end: 3, committed: 0 }]);
    await settle(batches, 'a1');
    expect(group.progress()).toEqual([{ end: 3, committed: 3 }]);
  });

  it('failure mode 65: repeats what was done above the committed offset when its reader dies, in order', async () => {
    const group = log.group('one');
    const dying = sourceOf(group);
    const batches = read(dying);
    await publish('a1', 'b1', 'c1');
    await settle(batches, 'b1');

    dying.kill();
    const next = read(sourceOf(group));
    await turn();
    expect(bodies(next)).toEqual([]);
    clock.advance(redeliverySeconds * 1000);
    await turn();

    expect(bodies(next)).toEqual(['a1', 'b1', 'c1']);
  });

  it('failure mode 65: moves a partition only once its reader has settled what it took', async () => {
    log = createMemoryLog({ clock, partitions: 2 });
    const group = log.group('one');
    const first = read(sourceOf(group));
    const [zero, one] = [keyIn(0), keyIn(1)];
    await publish(`${zero}1`, `${one}1`);
    const second = read(sourceOf(group));
    await publish(`${one}2`);
    expect(bodies(second)).toEqual([]);

    await settle(first, `${one}1`);
    await turn();

    expect(bodies(second)).toEqual([`${one}2`]);
    expect(bodies(first)).toEqual([`${zero}1`, `${one}1`]);
  });

  it('takes no answer from a reader whose partition has moved on', async () => {
    const group = log.group('one');
    const leaving = sourceOf(group);
    const batches = read(leaving);
    await publish('a1');

    await leaving.close();
    await settle(batches, 'a1');

    expect(group.progress()).toEqual([{ end: 1, committed: 0 }]);
  });

  it('gives a reader beyond the number of partitions nothing until another leaves', async () => {
    const group = log.group('one');
    const leaving = sourceOf(group);
    read(leaving);
    const waiting = read(sourceOf(group));
    await publish('a1');
    expect(bodies(waiting)).toEqual([]);

    await leaving.close();
    await turn();

    expect(bodies(waiting)).toEqual(['a1']);
  });
});

describe('partitionOf', () => {
  it('spreads keys over all partitions, each key always to the same', () => {
    const places = Array.from({ length: 1000 }, (_, index) => partitionOf(`order-${index}`, 4));

    const counts = [0, 1, 2, 3].map((place) => places.filter((one) => one === place).length);
    expect(Math.min(...counts)).toBeGreaterThan(150);
    expect(partitionOf('order-1', 4)).toBe(places[1]);
  });
});

function sourceOf(group: MemoryGroup): MemorySource {
  return createMemorySource(group, { clock, sleep: sleepOn(clock), redeliverySeconds, batchSize: 1 });
}

/** Batches as they come, none settled. */
function read(source: MemorySource): readonly SourceBatch[] {
  const batches: SourceBatch[] = [];
  void (async () => {
    for await (const batch of source.batches(new AbortController().signal)) {
      batches.push(batch);
    }
  })();
  return batches;
}

/** Publishes messages whose key is all but their last digit. */
async function publish(...all: readonly string[]): Promise<void> {
  await log.publisher.publish(all.map((body) => ({ id: body, type: 'noted', key: body.slice(0, -1), body })));
  await turn();
}

async function settle(batches: readonly SourceBatch[], ...done: readonly string[]): Promise<void> {
  for (const batch of batches.filter(({ records }) => records.some(({ body }) => done.includes(body)))) {
    await batch.settle({ failed: [] });
  }
}

function bodies(batches: readonly SourceBatch[]): readonly string[] {
  return batches.flatMap(({ records }) => records.map(({ body }) => body));
}

/** Some key of a partition, of two. */
function keyIn(partition: number): string {
  return ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].find((key) => partitionOf(key, 2) === partition) ?? '';
}
