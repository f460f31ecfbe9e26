import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { PipelineError } from '../../../../lambdas/contracts/errors/pipeline-error.ts';
import { itemBytes } from '../../../../lambdas/core/item-size/item-bytes.ts';
import { storeLimits } from '../../../../lambdas/core/item-size/store-limits.ts';
import { outgoingMessage } from '../../../../lambdas/core/outbox/outgoing-message.ts';
import { outboxEntries } from '../../../../lambdas/core/outbox/outbox-entries.ts';
import { createSpill } from '../../../../lambdas/core/payload/spill.ts';
import type { OutgoingMessage } from '../../../../lambdas/core/ports/publisher.ts';
import { createUnitOfWork } from '../../../../lambdas/core/unit-of-work/unit-of-work.ts';
import { memoryPayloads } from '../../../support/memory-payloads.ts';

const size = fc.oneof(
  fc.integer({ min: 0, max: 500 }),
  fc.integer({ min: 3000, max: 5000 }),
  fc.integer({ min: 60_000, max: 70_000 }),
  fc.integer({ min: 100_000, max: 420_000 }),
);

const host = fc.record({
  text: fc.oneof(fc.constant(0), fc.integer({ min: 300_000, max: 409_000 })),
  messages: fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd'), bytes: size }), { maxLength: 12 }),
});

it('failure modes 14 and 15: commits every message once, no key split, within all limits, or nothing at all', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(host, { minLength: 1, maxLength: 6 }), fc.boolean(), async (hosts, spills) => {
      const items = createMemoryItemStore();
      const spill = createSpill({ payloads: memoryPayloads(), spillBytes: 64 * 1024, fitsHome: () => true });
      const unit = createUnitOfWork(spills ? { items, spill } : { items });
      const sizes = hosts.map(({ messages }, place) =>
        messages.map((one, index) => message(`m${place}-${index}`, one)),
      );
      for (const [place, { text }] of hosts.entries()) {
        const key = { partition: `order-${place}`, sort: 'tip' };
        const attributes = { version: 1, text: 'x'.repeat(text) };
        const write = { kind: 'put', key, attributes, when: [{ item: 'absent' }] } as const;
        unit.change({ write, version: 1, messages: sizes[place] ?? [] });
      }

      const outcome = await unit.commit().catch((cause: unknown) => cause);

      const stored = [...items.scan()];
      if (outcome instanceof PipelineError) {
        expect({ code: outcome.code, stored: stored.length }).toEqual({ code: 'store-limit', stored: 0 });
        return;
      }
      expect(stored.every((item) => itemBytes(item) <= storeLimits.itemBytes)).toBe(true);
      expect(stored.length).toBeLessThanOrEqual(storeLimits.transactionActions);
      const placed = stored.flatMap((item) =>
        outboxEntries(item).map((entry) => ({ item: item.key, ...entry.message })),
      );
      expect(placed.map(({ id }) => id).sort()).toEqual(
        sizes
          .flat()
          .map(({ id }) => id)
          .sort(),
      );
      const keys = Map.groupBy(placed, ({ item, key }) => `${item.partition} ${key}`);
      for (const [, group] of keys) {
        expect(new Set(group.map(({ item }) => item.sort)).size).toBe(1);
        // In the order in which they were added.
        expect(group.map(({ id }) => Number(id.split('-')[1]))).toEqual(
          group.map(({ id }) => Number(id.split('-')[1])).sort((left, right) => left - right),
        );
      }
    }),
    { numRuns: 60 },
  );
});

function message(id: string, { key, bytes }: { readonly key: string; readonly bytes: number }): OutgoingMessage {
  return outgoingMessage({
    ...{ specversion: '1.0', id, source: '/test', type: 'noted', subject: key, time: '2026-01-01T00:00:00Z' },
    ...{ datacontenttype: 'application/json', dataschema: 'urn:event:noted:1', correlationid: id },
    data: { text: 'x'.repeat(bytes) },
  });
}
