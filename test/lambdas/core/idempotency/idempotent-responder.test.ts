import { beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { sha256Fingerprint } from '../../../../lambdas/adapters/system/sha256-fingerprint.ts';
import { OrderRejected } from '../../../../lambdas/contracts/orders/order-messages.ts';
import { longestResultBytes } from '../../../../lambdas/core/idempotency/stored-result.ts';
import {
  type IdempotentResponder,
  idempotentResponder,
} from '../../../../lambdas/core/idempotency/idempotent-responder.ts';
import type { ItemStore } from '../../../../lambdas/core/ports/item-store.ts';
import { arriving } from '../../../support/commands.ts';
import { type ItemCounts, countingItems } from '../../../support/counting-items.ts';
import { fixedClock } from '../../../support/fixed-clock.ts';
import { fixedIds } from '../../../support/fixed-ids.ts';

const message = arriving(OrderRejected.of({ orderId: 'o1', customerId: 'c1', reason: 'r' }));
const Quote = z.object({ parcel: z.string(), note: z.optional(z.string()) });
type Quote = z.infer<typeof Quote>;

let items: ItemStore;
let counts: ItemCounts;
let clock: ReturnType<typeof fixedClock>;
let calls: number;
let quote: () => Promise<Quote>;
let respond: IdempotentResponder<typeof OrderRejected, Quote>;
const context = (): { deadline: number; receiveCount: number } => ({ deadline: clock.now() + 30_000, receiveCount: 1 });
/** A quote whose JSON has exactly so many bytes. */
const quoteOf = (bytes: number, unit = 'x'): Quote => {
  const room = bytes - Buffer.byteLength(JSON.stringify({ parcel: '' }));
  const wide = unit.repeat(Math.floor(room / Buffer.byteLength(unit)));
  return { parcel: wide + 'x'.repeat(room - Buffer.byteLength(wide)) };
};

beforeEach(() => {
  ({ items, counts } = countingItems(createMemoryItemStore()));
  clock = fixedClock();
  calls = 0;
  quote = () => Promise.resolve({ parcel: 'p1' });
  respond = idempotentResponder(
    {
      name: 'quoteShipping',
      handles: OrderRejected,
      parse: (stored) => z.parse(Quote, stored),
      respond: () => ((calls += 1), quote()),
    },
    { items, clock, ids: fixedIds('attempt'), fingerprint: sha256Fingerprint },
  );
});

describe('an idempotent responder', () => {
  it('gives every repetition the first result, in two writes and then one', async () => {
    expect(await respond(message, context())).toEqual({ kind: 'ok', duplicate: false, result: { parcel: 'p1' } });
    expect(counts).toEqual({ get: 0, write: 2, transact: 0, query: 0 });
    quote = () => Promise.resolve({ parcel: 'p2' });

    expect(await respond(message, context())).toEqual({ kind: 'ok', duplicate: true, result: { parcel: 'p1' } });
    expect(counts).toEqual({ get: 0, write: 3, transact: 0, query: 0 });
    expect(calls).toBe(1);
  });

  it('gives the first caller what the others will be given', async () => {
    quote = () => Promise.resolve({ parcel: 'p1', note: undefined });

    const first = await respond(message, context());

    expect(JSON.stringify(first)).not.toContain('note');
    expect(Object.keys(first.kind === 'ok' ? first.result : {})).toEqual(['parcel']);
  });

  it('is asked again after it failed', async () => {
    quote = () => Promise.reject(new TypeError('carrier down'));
    await expect(respond(message, context())).rejects.toThrow('carrier down');
    quote = () => Promise.resolve({ parcel: 'p2' });

    expect(await respond(message, context())).toMatchObject({ kind: 'ok', duplicate: false });
  });

  it('failure mode 28: parks another request under the same id', async () => {
    await respond(message, context());

    const other = { ...message, data: { ...message.data, reason: 'another' } };
    expect(await respond(other, context())).toMatchObject({ kind: 'park' });
  });
});

describe('failure mode 15: a result that is too long for its item', () => {
  it.each([
    [longestResultBytes - 1, 0],
    [longestResultBytes, 0],
    [longestResultBytes + 1, 2],
    [2 * longestResultBytes, 2],
    [2 * longestResultBytes + 1, 3],
  ])('of %i bytes spills into %i items and is read back whole', async (bytes, spilled) => {
    const long = quoteOf(bytes);
    quote = () => Promise.resolve(long);

    expect(await respond(message, context())).toEqual({ kind: 'ok', duplicate: false, result: long });
    expect(counts.write).toBe(2 + spilled);
    expect(await respond(message, context())).toEqual({ kind: 'ok', duplicate: true, result: long });
    expect(counts.get).toBe(spilled);
  });

  it.each(['é', '€', '😀'])('is measured in bytes: %s', async (unit) => {
    const fits = quoteOf(longestResultBytes, unit);
    quote = () => Promise.resolve(fits);
    await respond(message, context());
    expect(counts.write).toBe(2);

    const long = quoteOf(longestResultBytes + 1, unit);
    quote = () => Promise.resolve(long);
    const next = { ...message, id: 'next' };
    await respond(next, context());

    expect(counts.write).toBe(2 + 2 + 2);
    expect(await respond(next, context())).toMatchObject({ duplicate: true, result: long });
  });

  it('is named as missing once the table dropped a part of it', async () => {
    quote = () => Promise.resolve(quoteOf(longestResultBytes + 1));
    await respond(message, context());
    const partition = `inbox-quoteShipping-${message.id}`;
    await items.write({ kind: 'delete', key: { partition, sort: 'result-attempt1-1' }, when: [] });

    await expect(respond(message, context())).rejects.toMatchObject({ code: 'result-missing' });
  });
});

it('names a mark without a result, as one of a consumer is, as missing', async () => {
  const key = { partition: `inbox-quoteShipping-${message.id}`, sort: 'mark-quoteShipping' };
  const fingerprint = sha256Fingerprint('{"customerId":"c1","orderId":"o1","reason":"r"}');
  const attributes = { done: true, attempt: 'a', schema: message.dataschema, fingerprint };
  await items.write({ kind: 'put', key, attributes, when: [] });

  await expect(respond(message, context())).rejects.toMatchObject({ code: 'result-missing' });
});
