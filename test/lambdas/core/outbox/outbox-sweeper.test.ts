import { beforeEach, describe, expect, it } from '@jest/globals';
import { createVirtualClock, type VirtualClock } from '../../../../lambdas/adapters/memory/clock/virtual-clock.ts';
import {
  createMemoryItemStore,
  type MemoryItemStore,
} from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { PlaceOrder, OrderPlaced } from '../../../../lambdas/contracts/orders/order-messages.ts';
import { createEventStore } from '../../../../lambdas/core/event-store/event-store.ts';
import { createMessageWriter } from '../../../../lambdas/core/outbox/message-writer.ts';
import { outboxEntries } from '../../../../lambdas/core/outbox/outbox-entries.ts';
import { carrierCreated, carrierKey } from '../../../../lambdas/core/outbox/outbox-carrier.ts';
import { outboxAdded, outboxCreated } from '../../../../lambdas/core/outbox/outbox-commit.ts';
import { createOutboxRelay } from '../../../../lambdas/core/outbox/outbox-relay.ts';
import { createOutboxSweeper, type SweepResult } from '../../../../lambdas/core/outbox/outbox-sweeper.ts';
import { pendingAttributes, pendingIndex, pendingShardOf } from '../../../../lambdas/core/outbox/pending-shard.ts';
import { leaseKey } from '../../../../lambdas/core/outbox/sweep-lease.ts';
import type { ItemIndex } from '../../../../lambdas/core/ports/item-index.ts';
import type { OutgoingMessage } from '../../../../lambdas/core/ports/publisher.ts';
import type { ItemStore } from '../../../../lambdas/core/ports/item-store.ts';
import { createPlaceOrder } from '../../../../lambdas/place-order/place-order.ts';
import { arriving } from '../../../support/commands.ts';
import { fixedIds } from '../../../support/fixed-ids.ts';
import { placedOrder } from '../../../support/placed-order.ts';
import { recordingTelemetry } from '../../../support/recording-telemetry.ts';

const graceSeconds = 60;
const leaseSeconds = 60;
const tip = (orderId: string): { partition: string; sort: string } => ({ partition: `order-${orderId}`, sort: 'tip' });

let clock: VirtualClock;
let items: MemoryItemStore;
let telemetry: ReturnType<typeof recordingTelemetry>;
let sent: string[];
let refuse: (type: string, key: string) => boolean;
const ids = fixedIds();

const publisher = {
  publish: (messages: readonly { readonly id: string; readonly type: string; readonly key: string }[]) => {
    const failed = messages.filter(({ type, key }) => refuse(type, key)).map(({ id }) => ({ id, reason: 'refused' }));
    const refused = new Set(failed.map(({ id }) => id));
    sent.push(...messages.filter(({ id }) => !refused.has(id)).map(({ id }) => id));
    return Promise.resolve({ failed });
  },
};

async function committed(orderId: string, store: ItemStore = items): Promise<void> {
  const writer = createMessageWriter({ ids, clock, source: '/test' });
  const events = createEventStore({ items: store, writer, publishes: [OrderPlaced] });
  const consumer = createPlaceOrder({ events, backoff: { wait: () => Promise.resolve() } });
  const context = { deadline: Number.MAX_SAFE_INTEGER, receiveCount: 1 };
  await consumer.handle(arriving(PlaceOrder.of(placedOrder({ orderId }))), context);
}

async function sweep(index: ItemIndex = items.index(pendingIndex)): Promise<SweepResult> {
  const parts = { items, index, publisher, telemetry, clock, ids, graceSeconds, leaseSeconds };
  return createOutboxSweeper(parts).sweep({ deadline: Number.MAX_SAFE_INTEGER });
}

async function waiting(orderId: string): Promise<number> {
  return outboxEntries(await items.get(tip(orderId))).length;
}

beforeEach(() => {
  clock = createVirtualClock(Date.UTC(2026, 0, 1));
  items = createMemoryItemStore();
  telemetry = recordingTelemetry();
  sent = [];
  refuse = () => false;
});

describe('the sweeper', () => {
  it('failure mode 34: publishes what nobody relayed, with the id it was committed with, once it waited long enough', async () => {
    await committed('a');
    const [entry] = outboxEntries(await items.get(tip('a')));

    const early = await sweep();
    clock.advance(graceSeconds * 1000);
    const late = await sweep();

    expect([early.messages, late.messages, late.published, late.oldestSeconds]).toEqual([0, 1, 1, graceSeconds]);
    expect(sent).toEqual([entry?.message.id]);
    expect(await waiting('a')).toBe(0);
    expect((await items.get(tip('a')))?.attributes).not.toHaveProperty(pendingAttributes.shard);
  });

  it('takes up what has waited shorter when a run is asked for it', async () => {
    await committed('a');
    const parts = {
      items,
      index: items.index(pendingIndex),
      publisher,
      telemetry,
      clock,
      ids,
      graceSeconds,
      leaseSeconds,
    };
    const sweeper = createOutboxSweeper(parts);
    const deadline = Number.MAX_SAFE_INTEGER;

    const [usual, asked] = [await sweeper.sweep({ deadline }), await sweeper.sweep({ deadline, graceSeconds: 0 })];

    expect([usual.published, asked.published]).toEqual([0, 1]);
  });

  it('failure mode 16: finds what is older than the 24 hours of a stream, and says how old', async () => {
    await committed('a');
    clock.advance(48 * 3_600_000);

    await sweep();

    expect(sent).toHaveLength(1);
    expect(telemetry.counts.get('UndispatchedAge')).toBe(48 * 3600);
  });

  it('failure mode 33: and the relay send the same id when both are at work', async () => {
    await committed('a');
    clock.advance(graceSeconds * 1000);
    const relay = createOutboxRelay({ items, publisher, telemetry });

    await Promise.all([sweep(), relay.relay(items.changesAfter(0, 10))]);

    expect(new Set(sent).size).toBe(1);
    expect(await waiting('a')).toBe(0);
  });

  it('failure mode 35: keeps what a broker refuses and publishes the rest', async () => {
    await committed('a');
    await committed('b');
    clock.advance(graceSeconds * 1000);
    refuse = (_, key) => key === 'a';

    const result = await sweep();

    expect(result).toMatchObject({ messages: 2, published: 1 });
    expect([await waiting('a'), await waiting('b')]).toEqual([1, 0]);
  });

  it('failure mode 35: sends what lies in a carrier before what its item committed later, whichever began to wait first', async () => {
    const place = tip('a');
    const message = (id: string): OutgoingMessage => ({ id, type: 't', key: 'k', body: '{}', since: clock.now() });
    await items.write({
      kind: 'put',
      key: place,
      when: [],
      attributes: outboxCreated({ key: place, version: 1, messages: [message('v1')] }),
    });
    const carrier = carrierCreated({ key: carrierKey(place, 2, 0), version: 2, messages: [message('v2')] });
    await items.write({
      ...carrier,
      attributes: { ...carrier.attributes, [pendingAttributes.since]: clock.now() + 1000 },
    });
    clock.advance(1000);
    const { set, setIfAbsent } = outboxAdded({ key: place, version: 3, messages: [message('v3')] });
    await items.write({ kind: 'update', key: place, set, setIfAbsent, when: [] });

    clock.advance(graceSeconds * 1000 - 1);
    await sweep();
    const early = [...sent];
    clock.advance(1);
    await sweep();

    expect(early).toEqual(['v1']);
    expect(sent).toEqual(['v1', 'v2', 'v3']);
  });

  it('failure mode 37: leaves a shard to the sweeper that holds its lease, and takes it over when that one died', async () => {
    await committed('a');
    clock.advance(graceSeconds * 1000);
    const key = leaseKey(pendingShardOf('order-a'));
    const attributes = { owner: 'another', leaseUntil: clock.now() + 1000 };
    await items.write({ kind: 'put', key, attributes, when: [] });

    const first = await sweep();
    clock.advance(1000);
    const second = await sweep();

    expect([first.taken, first.published, second.taken, second.published]).toEqual([1, 0, 0, 1]);
  });

  it('finds nothing where the relay did its work', async () => {
    await committed('a');
    await createOutboxRelay({ items, publisher, telemetry }).relay(items.changesAfter(0, 10));
    clock.advance(graceSeconds * 1000);

    expect(await sweep()).toMatchObject({ messages: 0, finished: true, failed: 0 });
  });

  it('failure mode 32: sends what was committed by a process that died before it sent', async () => {
    await committed('a');
    const [entry] = outboxEntries(await items.get(tip('a')));
    const dying = { publish: () => Promise.reject(new Error('killed')) };
    const relay = createOutboxRelay({ items, publisher: dying, telemetry });
    await expect(relay.relay(items.changesAfter(0, 10))).rejects.toThrow('killed');

    clock.advance(graceSeconds * 1000);
    await sweep();

    expect(sent).toEqual([entry?.message.id]);
  });

  it('failure mode 32: sends nothing of a commit that the store refused or never took', async () => {
    const failing = { ...items, write: () => Promise.reject(new Error('store down')) };
    const refusing = { ...items, write: () => Promise.resolve({ ok: false, current: undefined } as const) };

    await committed('a', failing).catch(() => undefined);
    await committed('b', refusing).catch(() => undefined);
    await createOutboxRelay({ items, publisher, telemetry }).relay(items.changesAfter(0, 10));
    clock.advance(graceSeconds * 1000);
    await sweep();

    expect([...items.scan()]).toEqual([]);
    expect(sent).toEqual([]);
  });

  it('counts an age in every run, even when nothing waits', async () => {
    await sweep();

    expect(telemetry.counts.get('UndispatchedAge')).toBe(0);
  });

  it('sweeps the other shards when one cannot be read, and stays silent about an age that it cannot know', async () => {
    await committed('a');
    await committed('b');
    clock.advance(graceSeconds * 1000);
    const broken = pendingShardOf('order-a');
    const index: ItemIndex = {
      find: (shard, query) =>
        shard === broken ? Promise.reject(new Error('throttled')) : items.index(pendingIndex).find(shard, query),
    };

    const result = await sweep(index);

    expect(result).toMatchObject({ failed: 1, published: 1, finished: true });
    expect([await waiting('a'), await waiting('b')]).toEqual([1, 0]);
    expect(telemetry.counts.has('UndispatchedAge')).toBe(false);
  });
});
