import { beforeEach, describe, expect, it } from '@jest/globals';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import * as z from 'zod/mini';
import { event } from '../../../../lambdas/contracts/events/event-type.ts';
import type { PersonalReader } from '../../../../lambdas/core/payload/whole-envelope.ts';
import type { ItemStore } from '../../../../lambdas/core/ports/item-store.ts';
import { PipelineError } from '../../../../lambdas/contracts/errors/pipeline-error.ts';
import { checkpointKey } from '../../../../lambdas/core/event-index/checkpoint.ts';
import { indexPartitionOf, indexPartitions } from '../../../../lambdas/core/event-index/index-partition.ts';
import { createIndexReader } from '../../../../lambdas/core/event-index/index-reader.ts';
import { asideAtOnce } from '../../../../lambdas/core/event-index/opened-events.ts';
import {
  type Subscription,
  type SubscriptionOptions,
  type SubscriptionRun,
  createSubscription,
} from '../../../../lambdas/core/event-index/subscription.ts';
import { countingItems } from '../../../support/counting-items.ts';
import { crashingItems } from '../../../support/crashing-items.ts';
import { type IndexedStreams, Moved, indexedStreams, moved, noted } from '../../../support/indexed-streams.ts';

let rig: IndexedStreams;
let read: string[];

beforeEach(() => {
  rig = indexedStreams(createMemoryItemStore(), createMemoryItemStore());
  read = [];
});

type Options = Partial<SubscriptionOptions<readonly [typeof Moved]>>;

/** Notes what it is given, and whether it is a replay; throws for events that move by 13. */
const subscription = (options: Options = {}, items = rig.items): Subscription =>
  createSubscription(
    { ...rig.subscribing, items },
    {
      name: 'reader',
      events: [Moved],
      handle: (events, { replay }) => {
        if (events.some(({ envelope }) => envelope.data.by === 13)) {
          throw new TypeError('no 13');
        }
        read.push(...events.map(({ stream, version }) => `${stream}@${version}${replay ? ' again' : ''}`));
        return Promise.resolve({});
      },
      ...options,
    },
  );
const deadline = (): number => rig.clock.now() + 60_000;
const run = (options?: Options): Promise<SubscriptionRun> => subscription(options).run({ deadline: deadline() });
const arrives = async (stream: string, ...by: readonly number[]): Promise<void> => {
  await rig.indexer().index([await rig.commit(stream, ...by.map((one) => moved(one)))]);
};
const endIn = (result: SubscriptionRun, stream: string): string | undefined =>
  result.partitions.find(({ partition }) => partition === indexPartitionOf(stream))?.end;
const partition = indexPartitionOf('box-a');

describe('a subscription', () => {
  it('costs one query for its checkpoints and one for each partition when nothing waits, and no write', async () => {
    await arrives('box-a', 1);
    await run();
    const counting = countingItems(rig.items);

    await subscription({}, counting.items).run({ deadline: deadline() });

    expect(counting.counts).toEqual({ get: 0, write: 0, transact: 0, query: 1 + indexPartitions.length });
  });

  it('tells what was there before it from what comes after', async () => {
    await arrives('box-a', 1, 2);
    await run();
    await arrives('box-a', 3);
    await run();

    expect(read).toEqual(['box-a@1 again', 'box-a@2 again', 'box-a@3']);
  });

  it('begins at the end when it is told to, also in partitions that were empty then', async () => {
    await arrives('box-a', 1);
    await run({ startsAt: 'head' });
    await arrives('box-a', 2);
    await arrives('box-b', 3);
    await run({ startsAt: 'head' });

    expect(read.toSorted()).toEqual(['box-a@2', 'box-b@1']);
  });

  it('reads everything again once it is rewound, as a replay', async () => {
    await run();
    await arrives('box-a', 1, 2);
    await run();
    await subscription().rewind();
    await arrives('box-a', 3);
    await run();

    expect(read).toEqual(['box-a@1', 'box-a@2', 'box-a@1 again', 'box-a@2 again', 'box-a@3']);
  });

  it('tells everything that was read before it was rewound again as a replay, also what a reader took meanwhile', async () => {
    await run();
    await arrives('box-a', 1);
    await run();
    await arrives('box-a', 2);
    let meanwhile = true;
    const items: ItemStore = {
      ...rig.items,
      write: async (write) => {
        if (meanwhile && write.key.sort === partition) {
          meanwhile = false;
          await run();
        }
        return rig.items.write(write);
      },
    };

    await subscription({}, items).rewind();
    await run();

    expect(read).toEqual(['box-a@1', 'box-a@2', 'box-a@1 again', 'box-a@2 again']);
  });

  it('moves on over events of other types without a call', async () => {
    await rig.indexer().index([await rig.commit('box-a', noted(), noted())]);

    const result = await run();

    expect(read).toEqual([]);
    expect(result.events).toBe(2);
    expect((await subscription().lag()).every(({ events }) => events === 0)).toBe(true);
  });

  it('gives data the newest shape of its type, and what is left of it once its person was forgotten', async () => {
    await arrives('box-a', 1);
    const newer = event('test.moved', {
      version: 2,
      schema: z.object({ distance: z.number() }),
      key: () => 'k',
      upcasters: { 1: (data) => ({ distance: (data as { readonly by: number }).by }) },
    });
    const unseal: PersonalReader['unseal'] = (wire) =>
      Promise.resolve({ ...wire, dataseal: undefined, data: { key: 'k', by: 0, pad: '' } });
    const personal: PersonalReader = { unseal, unsealText: () => Promise.resolve(undefined) };
    const change = await rig.commit('box-a', moved(2));
    const events = change.after?.attributes['events'] as readonly string[];
    const sealed = events.map((text) => JSON.stringify({ ...JSON.parse(text), dataseal: 'v1' }));
    const after = change.after && { ...change.after, attributes: { ...change.after.attributes, events: sealed } };
    await rig.indexer().index([{ ...change, after }]);
    const distances: number[] = [];

    await createSubscription(
      { ...rig.subscribing, payloads: { personal } },
      {
        name: 'newer',
        events: [newer],
        handle: (read) => {
          distances.push(...read.map(({ envelope }) => envelope.data.distance));
          return Promise.resolve({});
        },
      },
    ).run({ deadline: deadline() });

    expect(distances).toEqual([1, 0]);
  });

  it('says how many events and milliseconds it is behind', async () => {
    await run();
    await arrives('box-a', 1, 2);
    rig.clock.advance(1500);
    await arrives('box-a', 3);
    rig.clock.advance(500);

    const lag = (await subscription().lag()).find((one) => one.partition === partition);

    expect(lag).toEqual({ partition, position: 0, head: 3, events: 3, ms: 2000, stopped: undefined });
  });

  it('ends at the deadline and counts what it leaves', async () => {
    await run();
    await arrives('box-a', 1);
    rig.clock.advance(3000);

    const result = await subscription().run({ deadline: rig.clock.now() });

    expect(endIn(result, 'box-a')).toBe('unfinished');
    expect(rig.telemetry.counts.get('EventsBehind')).toBe(1);
    expect(rig.telemetry.counts.get('SecondsBehind')).toBe(3);
  });

  it('fails for a gap in the index, with its code, and counts it', async () => {
    await arrives('box-a', 1);
    await arrives('box-a', 2);
    await arrives('box-a', 3);
    await rig.items.write({ kind: 'delete', key: { partition, sort: 'page#000000000002' }, when: [] });

    const result = await run();

    expect(endIn(result, 'box-a')).toBe('failed');
    expect(rig.telemetry.counts.get('IndexGaps')).toBe(1);
    await expect(createIndexReader(rig).pages({ partition, after: 0 })).rejects.toMatchObject({ code: 'index-gap' });
  });
});

describe('an event that cannot be handled', () => {
  it('stops its partition there, names itself, and lets the others go on', async () => {
    await arrives('box-a', 1, 2, 13, 4);
    await arrives('box-b', 5);

    const result = await run();

    expect(read.filter((one) => one.startsWith('box-a'))).toEqual(['box-a@1 again', 'box-a@2 again']);
    expect(read).toContain('box-b@1 again');
    expect([endIn(result, 'box-a'), endIn(result, 'box-b')]).toEqual(['stopped', 'drained']);
    const lag = (await subscription().lag()).find((one) => one.partition === partition);
    expect(lag).toMatchObject({
      position: 2,
      events: 2,
      stopped: { position: 3, stream: 'box-a', version: 3, reason: 'TypeError' },
    });
    expect(rig.telemetry.counts.get('PartitionsStopped')).toBe(1);
  });

  it('stops it again at every run, until an operator skips the event, of which a record stays', async () => {
    await arrives('box-a', 1, 13, 3);
    await run();
    await run();
    const event = { partition, by: 'ann', reason: 'known' };

    const wrong = await subscription().skip({ ...event, position: 1 });
    const skipped = await subscription().skip({ ...event, position: 2 });
    await run();

    expect(wrong).toEqual({ kind: 'refused', position: 1 });
    expect(skipped).toEqual({ kind: 'moved' });
    expect(read).toEqual(['box-a@1 again', 'box-a@3 again']);
    const records = await rig.items.query({ partition: checkpointKey('reader', '').partition, sortPrefix: 'skipped#' });
    expect(records.map(({ attributes }) => attributes)).toEqual([
      { stream: 'box-a', version: 2, by: 'ann', reason: 'known', at: rig.clock.now() },
    ]);
    expect((await subscription().lag()).every(({ stopped }) => stopped === undefined)).toBe(true);
  });

  it('stops where an event cannot be decoded, behind those that can', async () => {
    const change = await rig.commit('box-a', moved(1), moved(2));
    const [first] = change.after?.attributes['events'] as readonly string[];
    const after = change.after && {
      ...change.after,
      attributes: { ...change.after.attributes, events: [first ?? '', '{"type":"test.moved"}'] },
    };
    await rig.indexer().index([{ ...change, after }]);

    const result = await run();

    expect(read).toEqual(['box-a@1 again']);
    expect(endIn(result, 'box-a')).toBe('stopped');
  });

  it('whose writes the store never takes lets those before it through, so that an operator can skip it', async () => {
    await arrives('box-a', 1, 2, 13, 4);
    const name: Options = {
      handle: (events) =>
        Promise.resolve({
          writes: events.map(({ version, envelope }) => ({
            kind: 'put',
            key: { partition: 'view-x', sort: `${envelope.data.by}#${version}` },
            attributes: {},
            when: [],
          })),
        }),
    };
    const items: ItemStore = {
      ...rig.items,
      transact: (writes) =>
        writes.some(({ key }) => key.sort.startsWith('13#'))
          ? Promise.reject(new PipelineError('no answer', { code: 'store-unavailable', retryable: true }))
          : rig.items.transact(writes),
    };

    const failed = await subscription(name, items).run({ deadline: deadline() });
    const skipped = await subscription().skip({ partition, position: 3, by: 'ann', reason: 'known' });
    await subscription(name, items).run({ deadline: deadline() });

    expect(endIn(failed, 'box-a')).toBe('failed');
    expect(skipped).toEqual({ kind: 'moved' });
    const rows = await rig.items.query({ partition: 'view-x' });
    expect(rows.map(({ key }) => key.sort)).toEqual(['1#1', '2#2', '4#4']);
  });

  it('has the others of its batch handed over one by one, and what follows them together again', async () => {
    await arrives('box-a', 1, 2, 3, 4, 5);
    const sizes: number[] = [];
    const reader = createSubscription(
      { ...rig.subscribing, eventsAtOnce: 2 },
      {
        name: 'reader',
        events: [Moved],
        handle: (events) =>
          sizes.push(events.length) === 1 ? Promise.reject(new TypeError('two')) : Promise.resolve({}),
      },
    );

    await reader.run({ deadline: deadline() });

    expect(sizes).toEqual([2, 1, 1, 2, 1]);
  });

  it('only ends the run when its failure can pass', async () => {
    await arrives('box-a', 1);
    const busy = new PipelineError('busy', { code: 'store-unavailable', retryable: true });

    const failed = await run({ handle: () => Promise.reject(busy) });
    await run();

    expect(endIn(failed, 'box-a')).toBe('failed');
    expect(read).toEqual(['box-a@1 again']);
  });
});

it('holds the data of few events at a time that lies elsewhere', async () => {
  const count = 3 * asideAtOnce;
  const change = await rig.commit('box-a', ...Array.from({ length: count }, (_, by) => moved(by)));
  const texts = change.after?.attributes['events'] as readonly string[];
  const events = texts.map((text) => {
    const { data, ...envelope } = JSON.parse(text) as { data: unknown };
    return JSON.stringify({ ...envelope, dataref: JSON.stringify(data) });
  });
  const after = change.after && { ...change.after, attributes: { ...change.after.attributes, events } };
  await rig.indexer().index([{ ...change, after }]);
  let held = 0;
  let most = 0;
  const get = (dataref: string): Promise<string> => {
    most = Math.max(most, (held += 1));
    return Promise.resolve(dataref);
  };
  const reader = createSubscription(
    { ...rig.subscribing, payloads: { get } },
    {
      name: 'reader',
      events: [Moved],
      handle: (handed) => {
        held -= handed.length;
        read.push(...handed.map(({ envelope }) => String(envelope.data.by)));
        return Promise.resolve({});
      },
    },
  );

  const result = await reader.run({ deadline: deadline() });

  expect(endIn(result, 'box-a')).toBe('drained');
  expect(read).toEqual(Array.from({ length: count }, (_, by) => String(by)));
  expect(most).toBe(asideAtOnce);
  expect((await reader.lag()).every((one) => one.events === 0)).toBe(true);
});

describe('several processes', () => {
  it('leave a partition alone that another reads, and take it once that one has died', async () => {
    await arrives('box-a', 1);
    let during: SubscriptionRun | undefined;
    await run({
      handle: async () => {
        during = await run();
        return {};
      },
    });

    expect(during && endIn(during, 'box-a')).toBe('taken');
    expect(read).toEqual([]);
  });

  it('fences a process that comes back late: it moves nothing', async () => {
    await run();
    await arrives('box-a', 1);
    const late = await run({
      handle: async () => {
        rig.clock.advance(61_000);
        await run();
        await arrives('box-a', 2);
        return { writes: [{ kind: 'put', key: { partition: 'view-x', sort: 'r' }, attributes: {}, when: [] }] };
      },
    });

    expect(read).toEqual(['box-a@1']);
    expect(endIn(late, 'box-a')).toBe('lost');
    expect(await rig.items.get({ partition: 'view-x', sort: 'r' })).toBeUndefined();
  });

  it.each([true, false])(
    'goes on after a crash at every request (its answer lost: %p), each event at least once',
    async (after) => {
      let crashed = true;
      for (let at = 1; crashed; at += 1) {
        rig = indexedStreams(createMemoryItemStore(), createMemoryItemStore());
        read = [];
        await arrives('box-a', 1, 2);
        await arrives('box-b', 3);
        const crashing = crashingItems(rig.items, { at, after });
        await subscription({}, crashing.items)
          .run({ deadline: deadline() })
          .catch(() => undefined);
        rig.clock.advance(61_000);

        await run();

        expect([...new Set(read)].toSorted()).toEqual(['box-a@1 again', 'box-a@2 again', 'box-b@1 again']);
        crashed = crashing.crashed();
      }
    },
  );
});
