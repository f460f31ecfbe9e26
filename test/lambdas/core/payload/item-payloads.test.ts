import { expect, it } from '@jest/globals';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { createItemPayloads } from '../../../../lambdas/core/payload/item-payloads.ts';
import { fixedClock } from '../../../support/fixed-clock.ts';

const now = Date.UTC(2026, 0, 1);

it.each([
  ['message', Date.UTC(2026, 0, 31) / 1000],
  ['stream', undefined],
] as const)('lets the payload of a %s go at %p', async (life, expiresAt) => {
  const items = createMemoryItemStore();
  const payloads = createItemPayloads({ items, clock: fixedClock(now) });

  await payloads.put({ id: 'one', text: '{}', life });

  const [item] = await items.query({ partition: 'payload-one' });
  expect(item?.attributes['expiresAt']).toBe(expiresAt);
});
