import { beforeEach, describe, expect, it } from '@jest/globals';
import { createVirtualClock, type VirtualClock } from '../../../../lambdas/adapters/memory/clock/virtual-clock.ts';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { sha256Fingerprint } from '../../../../lambdas/adapters/system/sha256-fingerprint.ts';
import { PlaceOrder } from '../../../../lambdas/contracts/orders/order-messages.ts';
import { markKey } from '../../../../lambdas/core/idempotency/claim.ts';
import {
  defaultClockSkewMilliseconds as skew,
  defaultLeaseMilliseconds as lease,
} from '../../../../lambdas/core/idempotency/idempotency-dependencies.ts';
import type { ItemStore } from '../../../../lambdas/core/ports/item-store.ts';
import type { IdSource } from '../../../../lambdas/core/ports/id-source.ts';
import type { OutgoingMessage, Publisher } from '../../../../lambdas/core/ports/publisher.ts';
import {
  createDeduplicatingPublisher,
  type DeduplicatingPublisher,
  type DeduplicatingPublisherDependencies,
  type PublishOnce,
} from '../../../../lambdas/core/publish/deduplicating-publisher.ts';
import { countingItems, type ItemCounts } from '../../../support/counting-items.ts';
import { fixedIds } from '../../../support/fixed-ids.ts';
import { placedOrder } from '../../../support/placed-order.ts';
import { CallFailed, type Fault, faultsOf, processWith } from './failing-process.ts';

const draft = PlaceOrder.of(placedOrder({ orderId: 'o1' }));
const source = '/orders/import';

let clock: VirtualClock;
let items: ItemStore;
let counts: ItemCounts;
let ids: IdSource;
let accepted: OutgoingMessage[];
let refusal: string | undefined;

const broker: Publisher = {
  publish: (messages) => {
    if (refusal !== undefined) {
      return Promise.resolve({ failed: messages.map(({ id }) => ({ id, reason: `${refusal}` })) });
    }
    accepted.push(...messages);
    return Promise.resolve({ failed: [] });
  },
};

function open(different: Partial<DeduplicatingPublisherDependencies> = {}): DeduplicatingPublisher {
  const fingerprint = sha256Fingerprint;
  return createDeduplicatingPublisher({ items, publisher: broker, source, clock, ids, fingerprint, ...different });
}

const once = (key = 'o1'): PublishOnce => ({ key, deadline: clock.now() + lease });
const acceptedIds = (): ReadonlySet<string> => new Set(accepted.map(({ id }) => id));

beforeEach(() => {
  clock = createVirtualClock(Date.UTC(2026, 0, 1));
  ({ items, counts } = countingItems(createMemoryItemStore()));
  ids = fixedIds('attempt');
  accepted = [];
  refusal = undefined;
});

describe('a de-duplicating publisher', () => {
  it('sends the first message of a key and answers every repetition with its recorded id', async () => {
    const first = await open().publish(draft, once());
    clock.advance(20 * 86_400_000);
    const again = await open().publish(draft, once());

    expect(first).toEqual({ kind: 'ok', duplicate: false, messageId: accepted[0]?.id });
    expect(again).toEqual({ ...first, duplicate: true });
    expect(accepted).toHaveLength(1);
  });

  it('takes two writes for a message and one for a repetition', async () => {
    await open().publish(draft, once());
    expect(counts).toEqual({ get: 0, write: 2, transact: 0, query: 0 });

    await open().publish(draft, once());
    expect(counts).toEqual({ get: 0, write: 3, transact: 0, query: 0 });
  });

  it('writes the envelope of the draft, in the chain of its cause', async () => {
    const cause = { id: 'request-1', correlationid: 'c1', traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` };

    await open().publish(draft, { ...once(), cause });

    expect(accepted).toMatchObject([{ type: 'order.place', key: 'o1', since: clock.now() }]);
    expect(JSON.parse(accepted[0]?.body ?? '')).toMatchObject({
      id: accepted[0]?.id,
      source,
      correlationid: 'c1',
      causationid: 'request-1',
      traceparent: cause.traceparent,
      data: draft.data,
    });
  });

  it('sends different keys as different messages, and a key of another producer as well', async () => {
    await open().publish(draft, once('o1'));
    await open().publish(draft, once('o2'));
    await open({ source: '/orders/api' }).publish(draft, once('o1'));

    expect(acceptedIds().size).toBe(3);
  });

  it('gives a message an id that queues and topics take', async () => {
    await open().publish(draft, once('ключ with spaces\n'.repeat(100)));

    expect(accepted[0]?.id).toMatch(/^[!-~]{1,128}$/);
  });

  it('rejects an empty key, which would make one message of all', async () => {
    await expect(open().publish(draft, once(''))).rejects.toMatchObject({ code: 'input-invalid' });
    expect(counts.write).toBe(0);
  });

  it('refuses a key that was used for another payload', async () => {
    await open().publish(draft, once());

    const other = PlaceOrder.of(placedOrder({ orderId: 'o2' }));
    expect(await open().publish(other, once())).toMatchObject({ kind: 'park' });
    expect(accepted).toHaveLength(1);
  });

  it('sends nothing when no time is left', async () => {
    expect(await open().publish(draft, { key: 'o1', deadline: clock.now() })).toMatchObject({ kind: 'retry' });
    expect(accepted).toEqual([]);
  });

  it('sends nothing when the store is down', async () => {
    const write: ItemStore['write'] = () => Promise.reject(new TypeError('down'));

    await expect(open({ items: { ...items, write } }).publish(draft, once())).rejects.toThrow('down');
    expect(accepted).toEqual([]);
  });

  it('sends a key again that the table has forgotten, with the same id', async () => {
    await open().publish(draft, once());
    const key = markKey(source, accepted[0]?.id ?? '');
    await items.write({ kind: 'delete', key, when: [{ item: 'present' }] });

    expect(await open().publish(draft, once())).toMatchObject({ kind: 'ok', duplicate: false });
    expect(accepted).toHaveLength(2);
    expect(acceptedIds().size).toBe(1);
  });
});

describe('failure mode 31: a key is not used up by a send that failed', () => {
  it('sends at the next try, at once, what the broker refused', async () => {
    refusal = 'InternalError: try later';
    expect(await open().publish(draft, once())).toMatchObject({ kind: 'retry', reason: refusal });
    refusal = undefined;

    expect(await open().publish(draft, once())).toMatchObject({ kind: 'ok', duplicate: false });
    expect(accepted).toHaveLength(1);
  });

  it('is still unused while the message is being sent', async () => {
    let seen: unknown;
    const publisher: Publisher = {
      publish: async (messages) => {
        seen = (await items.get(markKey(source, messages[0]?.id ?? '')))?.attributes['done'];
        return { failed: [] };
      },
    };

    await open({ publisher }).publish(draft, once());

    expect(seen).toBe(false);
  });

  const calls = 3;

  it('has a fault for every call that a publish makes', async () => {
    const process = processWith({ items, publisher: broker });

    await open(process).publish(draft, once());

    expect(process.calls()).toBe(calls);
  });

  it.each(faultsOf(calls))('sends at least once, with one id, after a fault: %j', async (fault) => {
    const process = processWith({ items, publisher: broker }, fault);
    await expect(open(process).publish(draft, once())).rejects.toThrow(CallFailed);
    clock.advance(lease + skew);

    const second = await open().publish(draft, once());
    const third = await open().publish(draft, once());

    expect(second.kind).toBe('ok');
    expect(third).toEqual({ ...second, duplicate: true });
    expect(acceptedIds()).toEqual(new Set([second.kind === 'ok' && second.messageId]));
    expect(accepted.length).toBeLessThanOrEqual(2);
  });

  it.each(pairsOf(faultsOf(calls)))('sends at least once, with one id, after two faults: %j, %j', async (...pair) => {
    for (const fault of pair) {
      const process = processWith({ items, publisher: broker }, fault);
      await open(process).publish(draft, once()).catch(refuseOthers);
      clock.advance(lease + skew);
    }

    expect(await open().publish(draft, once())).toMatchObject({ kind: 'ok' });
    expect(await open().publish(draft, once())).toMatchObject({ kind: 'ok', duplicate: true });
    expect(acceptedIds().size).toBe(1);
    expect(accepted.length).toBeLessThanOrEqual(3);
  });

  it.each(faultsOf(calls).filter(({ process }) => process === 'lives'))(
    'frees the key at once when only one call failed, unless its claim may hold: %j',
    async (fault) => {
      const publisher = open(processWith({ items, publisher: broker }, fault));
      await publisher.publish(draft, once()).catch(refuseOthers);

      const claimHolds = fault.effect === 'done' ? fault.atCall === 1 : fault.atCall === 3;
      expect((await publisher.publish(draft, once())).kind).toBe(claimHolds ? 'retry' : 'ok');
    },
  );
});

describe('two producers of one key', () => {
  it('let one send, and tell the other when the lease of the first is over', async () => {
    const [first, second] = await Promise.all([open().publish(draft, once()), open().publish(draft, once())]);

    expect(first).toMatchObject({ kind: 'ok', duplicate: false });
    expect(second).toMatchObject({ kind: 'retry', afterSeconds: (lease + skew) / 1000 });
    expect(accepted).toHaveLength(1);
  });

  it('send one id twice when the first wakes up after its lease, and record what the second sent', async () => {
    const publisher: Publisher = {
      publish: async (messages) => {
        clock.advance(lease + skew);
        expect(await open().publish(draft, once())).toMatchObject({ kind: 'ok', duplicate: false });
        return broker.publish(messages);
      },
    };

    expect(await open({ publisher }).publish(draft, once())).toMatchObject({ kind: 'retry' });

    expect(accepted).toHaveLength(2);
    expect(acceptedIds().size).toBe(1);
    expect(await open().publish(draft, once())).toMatchObject({ kind: 'ok', duplicate: true });
  });
});

function pairsOf(faults: readonly Fault[]): readonly (readonly [Fault, Fault])[] {
  return faults.flatMap((first) => faults.map((second) => [first, second] as const));
}

function refuseOthers(cause: unknown): void {
  if (!(cause instanceof CallFailed)) {
    throw cause;
  }
}
