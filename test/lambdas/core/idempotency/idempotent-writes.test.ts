import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  type MemoryItemStore,
  createMemoryItemStore,
} from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { sha256Fingerprint as fingerprint } from '../../../../lambdas/adapters/system/sha256-fingerprint.ts';
import { PipelineError } from '../../../../lambdas/contracts/errors/pipeline-error.ts';
import { OrderRejected } from '../../../../lambdas/contracts/orders/order-messages.ts';
import { duplicate, ok, retry } from '../../../../lambdas/core/consume/outcome.ts';
import { markKey } from '../../../../lambdas/core/idempotency/claim.ts';
import { idempotent } from '../../../../lambdas/core/idempotency/idempotent-consumer.ts';
import { type WritingConsumer, idempotentWrites } from '../../../../lambdas/core/idempotency/idempotent-writes.ts';
import { later } from '../../../../lambdas/core/idempotency/refusal.ts';
import type { IdSource } from '../../../../lambdas/core/ports/id-source.ts';
import type { ItemStore, Update } from '../../../../lambdas/core/ports/item-store.ts';
import { arriving } from '../../../support/commands.ts';
import { type ItemCounts, countingItems } from '../../../support/counting-items.ts';
import { fixedClock } from '../../../support/fixed-clock.ts';
import { fixedIds } from '../../../support/fixed-ids.ts';

const handles = [OrderRejected] as const;
const message = arriving(OrderRejected.of({ orderId: 'o1', customerId: 'c1', reason: 'r' }));
const key = { partition: 'customer-c1', sort: 'rejections' };
const counted: Update = { kind: 'update', key, add: { count: 1 }, when: [] };
const context = { deadline: Date.UTC(2026, 0, 2), receiveCount: 1 };

let store: MemoryItemStore;
let counts: ItemCounts;
let transact: ItemStore['transact'];
let ids: IdSource;
let changes: WritingConsumer<typeof handles>['changes'];

function consumer() {
  const dependencies = { clock: fixedClock(), ids, fingerprint };
  return idempotentWrites(
    { name: 'countRejections', handles, changes: (...args) => changes(...args) },
    { ...dependencies, items: { transact: (writes) => transact(writes) } },
  );
}

async function count(): Promise<unknown> {
  return (await store.get(key))?.attributes['count'];
}

beforeEach(() => {
  store = createMemoryItemStore();
  ids = fixedIds('attempt');
  const counting = countingItems(store);
  counts = counting.counts;
  transact = (writes) => counting.items.transact(writes);
  changes = () => Promise.resolve([counted]);
});

describe('idempotent writes', () => {
  it('cost one transaction and no read, a duplicate the same', async () => {
    const counting = consumer();

    expect(await counting.handle(message, context)).toEqual(ok());
    expect(counts).toEqual({ get: 0, write: 0, transact: 1, query: 0 });
    expect(await counting.handle(message, context)).toEqual(duplicate());
    expect(counts).toEqual({ get: 0, write: 0, transact: 2, query: 0 });
    expect(await count()).toBe(1);
  });

  it('failure mode 26: leave no moment between an effect and its mark: both are there, or neither', async () => {
    const down = new PipelineError('the store must answer, got a timeout', {
      code: 'store-unavailable',
      retryable: true,
    });
    const honest = transact;
    transact = () => Promise.reject(down);
    await expect(consumer().handle(message, context)).rejects.toBe(down);
    expect([...store.scan()]).toEqual([]);
    transact = async (writes) => {
      await honest(writes);
      throw down;
    };
    await expect(consumer().handle(message, context)).rejects.toBe(down);
    transact = honest;

    expect(await consumer().handle(message, context)).toEqual(duplicate());
    expect(await count()).toBe(1);
  });

  it('failure mode 27: are made once by deliveries at the same time', async () => {
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => consumer().handle(message, context)));

    expect(outcomes.filter(({ kind }) => kind === 'ok')).toHaveLength(10);
    expect(outcomes.filter((outcome) => outcome.kind === 'ok' && !outcome.duplicate)).toHaveLength(1);
    expect(await count()).toBe(1);
  });

  it('failure mode 28: park another payload under a known id, and change nothing', async () => {
    await consumer().handle(message, context);

    const other = { ...message, data: { ...message.data, reason: 'another' } };
    expect(await consumer().handle(other, context)).toMatchObject({ kind: 'park' });
    expect(await count()).toBe(1);
  });

  it('are asked for again at the next delivery when a condition of their own does not hold', async () => {
    changes = () => Promise.resolve([{ ...counted, when: [{ item: 'present' }] }]);

    expect(await consumer().handle(message, context)).toEqual(retry('a condition of its changes did not hold'));
    expect([...store.scan()]).toEqual([]);

    changes = () => Promise.resolve([counted]);
    expect(await consumer().handle(message, context)).toEqual(ok());
  });

  it.each([later('later', 3), { kind: 'park', reason: 'never' } as const])(
    'write nothing, no mark either, when the consumer says %j',
    async (outcome) => {
      changes = () => Promise.resolve(outcome);

      expect(await consumer().handle(message, context)).toEqual(outcome);
      expect([...store.scan()]).toEqual([]);
    },
  );

  it('make no request when there is nothing to change', async () => {
    changes = () => Promise.resolve([]);

    expect(await consumer().handle(message, context)).toEqual(ok());
    expect(counts.transact).toBe(0);
  });

  it('wait for a claim of the same consumer from before its effect was in the table', async () => {
    const claimed = idempotent(
      {
        name: 'countRejections',
        handles,
        handle: async () => {
          expect(await consumer().handle(message, context)).toMatchObject({ kind: 'retry' });
          return ok();
        },
      },
      { items: store, clock: fixedClock(), ids, fingerprint },
    );

    expect(await claimed.handle(message, context)).toEqual(ok());
    expect(await consumer().handle(message, context)).toEqual(duplicate());
  });

  it('try once more when the mark was dropped while it was looked at', async () => {
    transact = () => Promise.resolve({ ok: false, refused: [{ index: 0, current: undefined }] });

    expect(await consumer().handle(message, context)).toMatchObject({ kind: 'retry', afterSeconds: 1 });
  });

  it('know their own mark when only the answer was lost', async () => {
    transact = async (writes) => {
      await store.transact(writes);
      return store.transact(writes);
    };

    expect(await consumer().handle(message, context)).toEqual(ok());
    expect(await store.get(markKey('countRejections', message.id))).toMatchObject({ attributes: { done: true } });
  });
});
