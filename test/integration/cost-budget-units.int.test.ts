import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { itemBytes } from '../../lambdas/core/item-size/item-bytes.ts';
import { pendingAttributes } from '../../lambdas/core/outbox/pending-shard.ts';
import type { Put } from '../../lambdas/core/ports/item-store.ts';
import { meterCapacity } from '../support/capacity-meter.ts';
import { openEventTable } from '../support/open-event-table.ts';

const { client, items } = openEventTable('cost-budget-units');
const capacity = meterCapacity(client);
const pending = { [pendingAttributes.shard]: 'outbox#00', [pendingAttributes.since]: 1_767_225_600_000 };

let partition: string;

beforeEach(() => {
  partition = `units-${randomUUID()}`;
  capacity.reset();
});

/** A put of an item of exactly so many bytes. */
function putOf(bytes: number, sort = 'tip', attributes: Put['attributes'] = {}): Put {
  const key = { partition, sort };
  const text = 'x'.repeat(bytes - itemBytes({ key, attributes: { ...attributes, text: '' } }));
  return { kind: 'put', key, attributes: { ...attributes, text }, when: [] };
}

/** The units of what is done, without those of what went before. */
async function unitsOf(act: () => Promise<unknown>): Promise<typeof capacity.used> {
  capacity.reset();
  await act();
  return capacity.used;
}

describe('capacity units of the endpoint, by the rules of AWS', () => {
  it.each([
    [100, 1],
    [1024, 1],
    [1025, 2],
    [10_240, 10],
  ])('a put of %d bytes takes %d of writing', async (bytes, writes) => {
    expect(await unitsOf(() => items.write(putOf(bytes)))).toEqual({ writes, indexWrites: 0, reads: 0 });
  });

  it('an update takes as many as the larger of the items before and after it', async () => {
    await items.write(putOf(3000));
    const { key } = putOf(3000);

    const shrinking = await unitsOf(() => items.write({ kind: 'update', key, remove: ['text'], when: [] }));
    const small = await unitsOf(() => items.write({ kind: 'update', key, set: { a: 1 }, when: [] }));

    expect([shrinking.writes, small.writes]).toEqual([3, 1]);
  });

  it('an action of a transaction takes twice as many', async () => {
    const used = await unitsOf(() => items.transact([putOf(1025), putOf(100, 'other')]));

    expect(used).toEqual({ writes: 6, indexWrites: 0, reads: 0 });
  });

  it('an item that enters the sparse index or leaves it takes one of the index, any other none', async () => {
    const { key } = putOf(500);
    const steps = [
      () => items.write(putOf(500, 'tip', pending)),
      () => items.write({ kind: 'update', key, set: { a: 1 }, when: [] }),
      () => items.write({ kind: 'update', key, remove: Object.keys(pending), when: [] }),
      () => items.write({ kind: 'update', key, set: { a: 2 }, when: [] }),
    ];

    const indexWrites: number[] = [];
    for (const step of steps) {
      indexWrites.push((await unitsOf(step)).indexWrites);
    }

    expect(indexWrites).toEqual([1, 0, 1, 0]);
  });

  it('a refused write takes as many as the larger of the item there and the item that was to be', async () => {
    await items.write(putOf(3000));
    const when = [{ item: 'absent' }] as const;

    expect((await unitsOf(() => items.write({ ...putOf(100), when }))).writes).toBe(3);
    expect((await unitsOf(() => items.write({ ...putOf(5000), when }))).writes).toBe(5);
  });

  it.each([
    [100, 1],
    [4096, 1],
    [4097, 2],
  ])('a consistent read of %d bytes takes %d of reading', async (bytes, reads) => {
    const put = putOf(bytes);
    await items.write(put);

    expect(await unitsOf(() => items.get(put.key))).toEqual({ writes: 0, indexWrites: 0, reads });
  });

  it('a read of an absent item takes one', async () => {
    expect((await unitsOf(() => items.get({ partition, sort: 'none' }))).reads).toBe(1);
  });
});
