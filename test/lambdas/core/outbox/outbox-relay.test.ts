import { beforeEach, describe, expect, it } from '@jest/globals';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import {
  outboxAttribute,
  outboxEntries,
  outboxPaths,
  outboxValues,
} from '../../../../lambdas/core/outbox/outbox-entries.ts';
import { createOutboxRelay, type OutboxRelay } from '../../../../lambdas/core/outbox/outbox-relay.ts';
import type { ItemKey } from '../../../../lambdas/core/ports/item-store.ts';
import type { OutgoingMessage } from '../../../../lambdas/core/ports/publisher.ts';
import { recordingTelemetry } from '../../../support/recording-telemetry.ts';

const keyOf = (id: string): ItemKey => ({ partition: `order-${id}`, sort: 'tip' });
const message = (id: string): OutgoingMessage => ({ id, type: 'order.placed', key: id, body: `{"id":"${id}"}` });

let items: ReturnType<typeof createMemoryItemStore>;
let sent: string[];
let refuse: Set<string>;
let relay: OutboxRelay;

async function committed(id: string, ...ids: readonly string[]): Promise<void> {
  const attributes = { version: 1, [outboxAttribute]: outboxValues(1, ids.map(message)) };
  await items.write({ kind: 'put', key: keyOf(id), attributes, when: [] });
}

async function committedMore(id: string, messageId: string): Promise<void> {
  const set = { version: 2, ...outboxPaths(outboxValues(2, [message(messageId)])) };
  await items.write({ kind: 'update', key: keyOf(id), set, when: [] });
}

async function pending(id: string): Promise<readonly string[]> {
  return outboxEntries(await items.get(keyOf(id))).map((entry) => entry.message.id);
}

beforeEach(() => {
  items = createMemoryItemStore();
  sent = [];
  refuse = new Set();
  relay = createOutboxRelay({
    items,
    telemetry: recordingTelemetry(),
    publisher: {
      publish(messages) {
        sent.push(...messages.filter(({ id }) => !refuse.has(id)).map(({ id }) => id));
        const failed = messages.filter(({ id }) => refuse.has(id)).map(({ id }) => ({ id, reason: 'refused' }));
        return Promise.resolve({ failed });
      },
    },
  });
});

describe('relaying', () => {
  it('publishes what each commit added, in order, then empties the outboxes', async () => {
    await committed('a', 'm1', 'm2');
    await committed('b', 'm3');

    const result = await relay.relay(items.changesAfter(0, 10));

    expect(result).toEqual({ failedFrom: undefined });
    expect(sent).toEqual(['m1', 'm2', 'm3']);
    expect([await pending('a'), await pending('b')]).toEqual([[], []]);
  });

  it('publishes nothing again for the change that emptied an outbox', async () => {
    await committed('a', 'm1');
    await relay.relay(items.changesAfter(0, 10));

    await relay.relay(items.changesAfter(1, 10));

    expect(sent).toEqual(['m1']);
  });

  it('publishes only the new message of an item whose older one still waits', async () => {
    await committed('a', 'm1');
    await committedMore('a', 'm2');

    await relay.relay(items.changesAfter(1, 10));

    expect(sent).toEqual(['m2']);
    expect(await pending('a')).toEqual(['m1']);
  });

  it('answers the lowest sequence that failed and keeps its messages, while others leave', async () => {
    await committed('a', 'm1');
    await committed('b', 'm2');
    await committed('c', 'm3');
    refuse.add('m2');

    const result = await relay.relay(items.changesAfter(0, 10));

    expect(result).toEqual({ failedFrom: '2' });
    expect(await pending('b')).toEqual(['m2']);
    expect(await pending('c')).toEqual([]);
  });

  it('failure mode 33: sends the same id again when it repeats a batch', async () => {
    await committed('a', 'm1');
    const changes = items.changesAfter(0, 10);

    await relay.relay(changes);
    await relay.relay(changes);

    expect(sent).toEqual(['m1', 'm1']);
  });

  it('compares sequences as numbers, not as text', async () => {
    await committed('a', 'm1');
    await committed('b', 'm2');
    const [first, second] = items.changesAfter(0, 10);
    const changes = [first, second].flatMap((change, at) =>
      change === undefined ? [] : [{ ...change, sequence: at === 0 ? '9' : '10' }],
    );
    refuse.add('m1').add('m2');

    expect(await relay.relay(changes)).toEqual({ failedFrom: '9' });
  });
});
