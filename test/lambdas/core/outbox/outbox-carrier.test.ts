import { expect, it } from '@jest/globals';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { carrierCreated, carrierKey } from '../../../../lambdas/core/outbox/outbox-carrier.ts';
import { outboxEntries } from '../../../../lambdas/core/outbox/outbox-entries.ts';
import { createOutboxRelay } from '../../../../lambdas/core/outbox/outbox-relay.ts';
import { recordingTelemetry } from '../../../support/recording-telemetry.ts';

const since = Date.UTC(2026, 0, 1);
const key = carrierKey({ partition: 'order-1', sort: 'tip' }, 7, 0);

it('is relayed as any item, leaves the index, and may then be dropped two days after its commit', async () => {
  const items = createMemoryItemStore();
  const sent: string[] = [];
  const publisher = {
    publish: (messages: readonly { readonly id: string }[]) => {
      sent.push(...messages.map(({ id }) => id));
      return Promise.resolve({ failed: [] });
    },
  };
  const messages = ['m1', 'm2'].map((id) => ({ id, type: 'noted', key: 'k', body: '{}', since }));
  await items.write(carrierCreated({ key, version: 7, messages }));
  const before = await items.get(key);

  await createOutboxRelay({ items, publisher, telemetry: recordingTelemetry() }).relay(items.changesAfter(0, 10));

  expect(before?.attributes).not.toHaveProperty('expiresAt');
  expect(sent).toEqual(['m1', 'm2']);
  const after = await items.get(key);
  expect(outboxEntries(after)).toEqual([]);
  expect(after?.attributes).toEqual({
    ...{ version: 7, carrier: true, outbox: {} },
    expiresAt: Date.UTC(2026, 0, 3) / 1000,
  });
});

it('lies beside its item, in the same partition and so in the same shard of the stream', () => {
  expect(key).toEqual({ partition: 'order-1', sort: 'outbox#tip#000000000007#0' });
});
