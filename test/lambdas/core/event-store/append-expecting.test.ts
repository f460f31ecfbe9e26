import { beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { event } from '../../../../lambdas/contracts/events/event-type.ts';
import { type ExpectedVersion, appendExpecting } from '../../../../lambdas/core/event-store/append-expecting.ts';
import { conflictLimit } from '../../../../lambdas/core/event-store/command-consumer.ts';
import type { Fold } from '../../../../lambdas/core/event-store/decider.ts';
import { type AppendResult, createEventStore } from '../../../../lambdas/core/event-store/event-store.ts';
import { createMessageWriter } from '../../../../lambdas/core/outbox/message-writer.ts';
import type { ItemStore } from '../../../../lambdas/core/ports/item-store.ts';
import { countingItems } from '../../../support/counting-items.ts';
import { fixedClock } from '../../../support/fixed-clock.ts';
import { fixedIds } from '../../../support/fixed-ids.ts';

const Added = event('test.added', { schema: z.object({ key: z.string() }), key: ({ key }) => key });
const fold: Fold<number, readonly [typeof Added]> = {
  ...{ category: 'count', initial: 0, events: [Added] as const },
  evolve: (count) => count + 1,
};

let items: ItemStore;
let waits: number[];

function append(expects: ExpectedVersion, on: ItemStore = items): Promise<AppendResult<number>> {
  const writer = createMessageWriter({ ids: fixedIds(), clock: fixedClock(), source: '/test' });
  const events = createEventStore({ items: on, writer, publishes: [] });
  const backoff = {
    wait: (attempt: number) => {
      waits.push(attempt);
      return Promise.resolve();
    },
  };
  const request = { stream: 'count-a', expects, events: [Added.of({ key: 'a' })], cause: undefined };
  return appendExpecting({ events, backoff }, fold, request);
}

/** Another writer is faster, so many times. */
function contended(times: number): ItemStore {
  let left = times;
  return {
    ...items,
    write: async (write) => {
      if (left > 0) {
        left -= 1;
        await append('any');
      }
      return items.write(write);
    },
  };
}

beforeEach(() => {
  items = createMemoryItemStore();
  waits = [];
});

describe('an append to a stream of an expected version', () => {
  it.each<readonly [ExpectedVersion, number, string]>([
    ['none', 0, 'appended'],
    [0, 0, 'appended'],
    ['any', 0, 'appended'],
    ['exists', 0, 'conflict'],
    [1, 0, 'conflict'],
    ['none', 2, 'conflict'],
    [0, 2, 'conflict'],
    ['any', 2, 'appended'],
    ['exists', 2, 'appended'],
    [1, 2, 'conflict'],
    [2, 2, 'appended'],
    [3, 2, 'conflict'],
  ])('expecting %j of a stream of %i events: %s', async (expects, version, kind) => {
    for (let count = 0; count < version; count += 1) {
      await append('any');
    }

    const result = await append(expects);

    expect(result.kind).toBe(kind);
    expect(result).toMatchObject({ stream: { state: kind === 'appended' ? version + 1 : version } });
  });

  it('failure mode 21: forbids a gap as well as a collision', async () => {
    await append('none');

    expect((await append(2)).kind).toBe('conflict');
    expect((await append(0)).kind).toBe('conflict');
  });

  it.each<ExpectedVersion>(['any', 'exists'])(
    'failure mode 54: expecting %j tries again after a pause when another was faster',
    async (expects) => {
      await append('none');

      const result = await append(expects, contended(2));

      expect(result).toMatchObject({ kind: 'appended', stream: { state: 4 } });
      expect(waits).toEqual([1, 2]);
    },
  );

  it('gives up after so many tries, and says how the stream is', async () => {
    await append('none');

    const result = await append('any', contended(conflictLimit));

    expect(result).toMatchObject({ kind: 'conflict', stream: { state: 1 + conflictLimit } });
    expect(waits).toHaveLength(conflictLimit - 1);
  });

  it('does not try again when a version was named', async () => {
    await append('none');

    expect((await append(1, contended(1))).kind).toBe('conflict');
    expect((await items.get({ partition: 'count-a', sort: 'tip' }))?.attributes['version']).toBe(2);
  });

  it('costs no read when the stream must not exist', async () => {
    const { items: counted, counts } = countingItems(items);

    await append('none', counted);

    expect(counts).toEqual({ get: 0, write: 1, transact: 0, query: 0 });
  });

  it.each([-1, 0.5, Number.NaN, Infinity])('fails for a version of %d', async (version) => {
    await expect(append(version)).rejects.toMatchObject({ code: 'input-invalid' });
  });
});
