import { beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { createVirtualClock, type VirtualClock } from '../../../../lambdas/adapters/memory/clock/virtual-clock.ts';
import {
  createMemoryItemStore,
  type MemoryItemStore,
} from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { sha256Fingerprint } from '../../../../lambdas/adapters/system/sha256-fingerprint.ts';
import { PipelineError } from '../../../../lambdas/contracts/errors/pipeline-error.ts';
import { event } from '../../../../lambdas/contracts/events/event-type.ts';
import { OrderRejected } from '../../../../lambdas/contracts/orders/order-messages.ts';
import type { Consumer, HandlingContext } from '../../../../lambdas/core/consume/consumer.ts';
import { duplicate, ok, park, retry, type Outcome } from '../../../../lambdas/core/consume/outcome.ts';
import type { Write, WriteResult } from '../../../../lambdas/core/ports/item-store.ts';
import {
  type IdempotencyDependencies,
  defaultClockSkewMilliseconds as skew,
  defaultLeaseMilliseconds as lease,
} from '../../../../lambdas/core/idempotency/idempotency-dependencies.ts';
import type { IdempotentContext } from '../../../../lambdas/core/idempotency/idempotent-context.ts';
import { idempotent } from '../../../../lambdas/core/idempotency/idempotent-consumer.ts';
import { markDays } from '../../../../lambdas/core/idempotency/marks.ts';
import { longestBusySeconds } from '../../../../lambdas/core/idempotency/refusal.ts';
import { arriving } from '../../../support/commands.ts';
import type { IdSource } from '../../../../lambdas/core/ports/id-source.ts';
import { type ItemCounts, countingItems } from '../../../support/counting-items.ts';
import { fixedIds } from '../../../support/fixed-ids.ts';

const handles = [OrderRejected] as const;
const message = arriving(OrderRejected.of({ orderId: 'o1', customerId: 'c1', reason: 'r' }));
const other = { ...message, data: { ...message.data, reason: 'another' } };
const down = new PipelineError('the store must answer, got a timeout', { code: 'store-unavailable', retryable: true });

let store: MemoryItemStore;
let counts: ItemCounts;
let write: (change: Write) => Promise<WriteResult>;
let clock: VirtualClock;
let contexts: IdempotentContext[];
let ids: IdSource;
let answer: (context: IdempotentContext) => Promise<Outcome>;
let consumer: Consumer<typeof handles>;

const context = (milliseconds = 30_000): HandlingContext => ({
  deadline: clock.now() + milliseconds,
  receiveCount: 1,
});

/** Everything that is due and needs no more time, done. */
const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

function consumerWith(options: Partial<IdempotencyDependencies> = {}, name = 'notifyCustomer'): typeof consumer {
  const items = { write: (change: Write) => write(change) };
  return idempotent(
    {
      name,
      handles,
      handle: (_, owned) => {
        contexts.push(owned);
        return answer(owned);
      },
    },
    { items, clock, ids, fingerprint: sha256Fingerprint, ...options },
  );
}

/** Starts a delivery that runs until it is told its outcome. */
async function started(deliver: () => Promise<Outcome>): Promise<{
  readonly finish: (outcome: Outcome) => Promise<Outcome>;
  readonly context: IdempotentContext;
}> {
  const before = answer;
  let tell: (outcome: Outcome) => void = () => undefined;
  answer = () => new Promise((resolve) => (tell = resolve));
  const running = deliver();
  await settled();
  answer = before;
  const owned = contexts.at(-1);
  if (owned === undefined) {
    throw new TypeError('the handler must run');
  }
  return { context: owned, finish: (outcome) => (tell(outcome), running) };
}

beforeEach(() => {
  ids = fixedIds('attempt');
  store = createMemoryItemStore();
  const counting = countingItems(store);
  counts = counting.counts;
  write = (change) => counting.items.write(change);
  clock = createVirtualClock(Date.UTC(2026, 0, 1));
  contexts = [];
  answer = () => Promise.resolve(ok());
  consumer = consumerWith();
});

describe('an idempotent consumer', () => {
  it('costs two writes and no read', async () => {
    expect(await consumer.handle(message, context())).toEqual(ok());

    expect(counts).toEqual({ get: 0, write: 2, transact: 0, query: 0 });
  });

  it('costs one write for a duplicate', async () => {
    await consumer.handle(message, context());
    counts.write = 0;

    expect(await consumer.handle(message, context())).toEqual(duplicate());
    expect(counts.write).toBe(1);
  });

  it.each([retry('later', 5), park('never')])('lets a message be repeated that came to %j', async (outcome) => {
    answer = () => Promise.resolve(outcome);
    expect(await consumer.handle(message, context())).toEqual(outcome);
    answer = () => Promise.resolve(ok());

    expect(await consumer.handle(message, context())).toEqual(ok());
  });

  it('failure mode 31: a message whose effect failed behind the claim is not lost', async () => {
    answer = () => Promise.reject(new TypeError('channel down'));
    await expect(consumer.handle(message, context())).rejects.toThrow('channel down');
    answer = () => Promise.resolve(ok());

    expect(await consumer.handle(message, context())).toEqual(ok());
    expect(contexts).toHaveLength(2);
  });

  it('passes on why a handler failed when its claim cannot be released either', async () => {
    answer = () => {
      write = () => Promise.reject(down);
      return Promise.reject(new TypeError('channel down'));
    };

    await expect(consumer.handle(message, context())).rejects.toThrow('channel down');
  });
});

describe('failure mode 20: time to live is never relied upon', () => {
  it('drops a second delivery however late, while the mark is there', async () => {
    await consumer.handle(message, context());
    clock.advance(365 * 86_400_000);

    expect(await consumer.handle(message, context())).toEqual(duplicate());
    expect(contexts).toHaveLength(1);
  });

  it('takes over a claim that ended, although its item is still in the table', async () => {
    await started(() => consumer.handle(message, context()));
    clock.advance(30_000 + skew);

    expect(await consumer.handle(message, context())).toEqual(ok());
    expect([...store.scan()]).toHaveLength(1);
  });

  it('asks for the mark to be dropped after 30 days, in seconds', async () => {
    await consumer.handle(message, context());

    expect(markDays).toBe(30);
    expect([...store.scan()].map(({ attributes }) => attributes['expiresAt'])).toEqual([Date.UTC(2026, 0, 31) / 1000]);
  });
});

describe('failure mode 24: an owner that died', () => {
  it.each([
    [-1, 'retry', 1],
    [0, 'ok', 2],
    [1, 'ok', 2],
  ])('with the skew over by %i ms answers %s', async (over, kind, runs) => {
    await started(() => consumer.handle(message, context()));
    clock.advance(30_000 + skew + over);

    expect(await consumer.handle(message, context())).toMatchObject({ kind });
    expect(contexts).toHaveLength(runs);
  });

  it.each([0, -1, Number.NEGATIVE_INFINITY])('%d ms left is a value: nothing is claimed or run', async (left) => {
    expect(await consumer.handle(message, context(left))).toEqual(retry('no time left to handle it'));

    expect(contexts).toEqual([]);
    expect(counts.write).toBe(0);
  });

  it('1 ms left is enough to try', async () => {
    expect(await consumer.handle(message, context(1))).toEqual(ok());
  });

  it.each([
    ['is missing', JSON.parse('{"receiveCount":1}') as HandlingContext],
    ['is no number', { deadline: Number.NaN, receiveCount: 1 }],
    ['never comes', { deadline: Number.POSITIVE_INFINITY, receiveCount: 1 }],
  ])('fails before anything is claimed or run when the deadline %s', async (_, faulty) => {
    await expect(consumer.handle(message, faulty)).rejects.toMatchObject({ code: 'input-invalid', retryable: false });

    expect(contexts).toEqual([]);
    expect(counts.write).toBe(0);
  });
});

describe('failure mode 25: a late first owner', () => {
  it('cannot release what a second one completed', async () => {
    const first = await started(() => consumer.handle(message, context()));
    clock.advance(30_000 + skew);
    await consumer.handle(message, context());

    await first.finish(retry('too late'));

    expect(await consumer.handle(message, context())).toEqual(duplicate());
  });

  it('cannot complete what a second one is handling, and asks for another delivery', async () => {
    const first = await started(() => consumer.handle(message, context()));
    clock.advance(30_000 + skew);
    const second = await started(() => consumer.handle(message, context()));

    expect(await first.finish(ok())).toMatchObject({ kind: 'retry', reason: 'claim lost to another delivery' });

    expect(await consumer.handle(message, context())).toMatchObject({ kind: 'retry' });
    expect(await second.finish(ok())).toEqual(ok());
  });

  it('completes after its lease when nobody took over', async () => {
    const first = await started(() => consumer.handle(message, context()));
    clock.advance(90_000);

    expect(await first.finish(ok())).toEqual(ok());
    expect(await consumer.handle(message, context())).toEqual(duplicate());
  });
});

describe('failure mode 26: a crash between the effect and its mark', () => {
  it('gives the repetition the key of the first effect', async () => {
    const honest = write;
    write = (change) => (change.kind === 'update' ? Promise.reject(down) : honest(change));
    await expect(consumer.handle(message, context())).rejects.toBe(down);
    write = honest;
    clock.advance(30_000 + skew);

    expect(await consumer.handle(message, context())).toEqual(ok());
    expect(contexts.map(({ key }) => key)).toEqual([
      `inbox-notifyCustomer-${message.id}`,
      `inbox-notifyCustomer-${message.id}`,
    ]);
  });

  it('handles the message once when only the answer to the claim was lost and the client sent it again', async () => {
    const honest = write;
    write = async (change) => {
      await honest(change);
      return honest(change);
    };

    expect(await consumer.handle(message, context())).toEqual(ok());
    expect(contexts).toHaveLength(1);
    expect(await consumer.handle(message, context())).toEqual(duplicate());
  });
});

describe('failure mode 27: a delivery that meets another one of the same message', () => {
  it('asks for a retry when the lease of the other is over, and runs nothing', async () => {
    const first = await started(() => consumer.handle(message, context(4_500)));

    expect(await consumer.handle(message, context())).toEqual(retry('being handled elsewhere', 6));

    expect(await first.finish(ok())).toEqual(ok());
    expect(contexts).toHaveLength(1);
  });

  it('waits no longer than a quarter of an hour', async () => {
    await started(() => consumer.handle(message, context(5_000_000)));

    expect(await consumer.handle(message, context())).toMatchObject({ afterSeconds: longestBusySeconds });
    expect(longestBusySeconds).toBe(900);
  });

  it('waits a second when the mark was removed under it', async () => {
    write = () => Promise.resolve({ ok: false, current: undefined });

    expect(await consumer.handle(message, context())).toEqual(retry('being handled elsewhere', 1));
  });
});

describe('failure mode 28: one id for two payloads', () => {
  it.each([
    ['handled', () => consumer.handle(message, context())],
    ['being handled', () => started(() => consumer.handle(message, context()))],
  ])('parks the second one when the first is %s', async (_, first) => {
    await first();

    expect(await consumer.handle(other, context())).toMatchObject({ kind: 'park' });
    expect(contexts).toHaveLength(1);
  });

  it('parks the second one when the owner of the first died', async () => {
    await started(() => consumer.handle(message, context()));
    clock.advance(30_000 + skew);

    expect(await consumer.handle(other, context())).toMatchObject({ kind: 'park' });
  });

  it('names no payload in the reason', async () => {
    await consumer.handle(message, context());

    expect(JSON.stringify(await consumer.handle(other, context()))).not.toContain('another payload r');
  });

  it('takes a payload that was mended after the first one failed', async () => {
    answer = () => Promise.resolve(park('cannot be done'));
    await consumer.handle(message, context());
    answer = () => Promise.resolve(ok());

    expect(await consumer.handle(other, context())).toEqual(ok());
  });

  it('takes the same payload with its keys in another order as the same', async () => {
    await consumer.handle(message, context());
    const { orderId, customerId, reason } = message.data;

    expect(await consumer.handle({ ...message, data: { reason, customerId, orderId } }, context())).toEqual(
      duplicate(),
    );
  });

  it('parks another type under the same id', async () => {
    await consumer.handle(message, context());
    const Renamed = event('order.renamed', {
      schema: OrderRejected.schema,
      key: ({ orderId }) => orderId,
      dataSubject: ({ customerId }) => customerId,
    });
    const items = { write: (change: Write) => write(change) };
    const renamed = idempotent(
      { name: 'notifyCustomer', handles: [Renamed], handle: () => Promise.resolve(ok()) },
      { items, clock, ids, fingerprint: sha256Fingerprint },
    );

    expect(await renamed.handle({ ...message, type: 'order.renamed' }, context())).toMatchObject({ kind: 'park' });
  });
});

describe('a message that comes again after its type has a new version', () => {
  const schema = z.object({ orderId: z.string(), customerId: z.string(), reason: z.string(), code: z.string() });
  const Newer = event('order.rejected', {
    version: 2,
    schema,
    key: ({ orderId }) => orderId,
    upcasters: { 1: (data) => ({ ...(data as object), code: 'none' }) },
  });
  const upcast = { ...message, data: { ...message.data, code: 'none' } };
  const newer = (): Consumer<readonly [typeof Newer]> =>
    idempotent(
      {
        name: 'notifyCustomer',
        handles: [Newer],
        handle: (_, owned) => (contexts.push(owned), Promise.resolve(ok())),
      },
      {
        items: { write: (change) => write(change) },
        clock,
        ids,
        fingerprint: sha256Fingerprint,
      },
    );

  it('is a duplicate when it was handled', async () => {
    await consumer.handle(message, context());

    expect(await newer().handle(upcast, context())).toEqual(duplicate());
  });

  it('is handled by one of two when its owner died', async () => {
    await started(() => consumer.handle(message, context()));
    clock.advance(30_000 + skew);

    const outcomes = await Promise.all([newer(), newer()].map((next) => next.handle(upcast, context())));

    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['ok', 'retry']);
    expect(await newer().handle(upcast, context())).toEqual(duplicate());
  });

  it('waits while its owner works', async () => {
    const first = await started(() => consumer.handle(message, context()));

    expect(await newer().handle(upcast, context())).toMatchObject({ kind: 'retry' });
    expect(await first.finish(ok())).toEqual(ok());
  });
});

describe('failure mode 29: the key is scoped by consumer', () => {
  it('lets two consumers handle one message each', async () => {
    expect(await consumer.handle(message, context())).toEqual(ok());
    expect(await consumerWith({}, 'auditor').handle(message, context())).toEqual(ok());
  });

  it('tells names and ids apart that look alike together', async () => {
    expect(await consumerWith({}, 'a-b').handle({ ...message, id: 'c' }, context())).toEqual(ok());
    expect(await consumerWith({}, 'a').handle({ ...message, id: 'b-c' }, context())).toEqual(ok());
  });

  it('fingerprints with SHA-256', async () => {
    await consumer.handle(message, context());

    const [mark] = store.scan();
    expect(mark?.attributes['fingerprint']).toMatch(/^[\w-]{43}$/);
  });
});

describe('failure mode 30: the store is down', () => {
  it('fails closed: the effect does not run', async () => {
    write = () => Promise.reject(down);

    await expect(consumer.handle(message, context())).rejects.toBe(down);
    expect(contexts).toEqual([]);
  });

  it('leaves the claim to its lease when the mark cannot be completed', async () => {
    const honest = write;
    write = (change) => (change.kind === 'update' ? Promise.reject(down) : honest(change));
    await expect(consumer.handle(message, context())).rejects.toBe(down);
    write = honest;

    expect(await consumer.handle(message, context())).toMatchObject({ kind: 'retry' });
    expect(contexts).toHaveLength(1);
  });
});

describe('failure mode 77: clocks that differ', () => {
  it('keeps a claim from one whose clock is ahead by less than the margin', async () => {
    await started(() => consumer.handle(message, context()));
    const ahead = consumerWith({ clock: { now: () => clock.now() + 30_000 + skew - 1 } });

    expect(await ahead.handle(message, { deadline: clock.now() + 90_000, receiveCount: 1 })).toMatchObject({
      kind: 'retry',
    });
  });

  it('takes the margin it is given', async () => {
    consumer = consumerWith({ clockSkewMilliseconds: 0 });
    await started(() => consumer.handle(message, context()));
    clock.advance(30_000);

    expect(await consumer.handle(message, context())).toEqual(ok());
  });
});

describe('a handler that takes longer than its lease', () => {
  const hour = 3_600_000;

  beforeEach(() => {
    consumer = consumerWith({ timers: clock });
  });

  async function pass(milliseconds: number): Promise<void> {
    for (let passed = 0; passed < milliseconds; passed += 1000) {
      clock.advance(1000);
      await settled();
    }
  }

  it('keeps its claim while it runs, at one write for each third of a lease', async () => {
    const first = await started(() => consumer.handle(message, context(hour)));
    await pass(10 * lease);

    expect(await consumer.handle(message, context(hour))).toMatchObject({ kind: 'retry' });
    expect(first.context.signal.aborted).toBe(false);
    expect(await first.finish(ok())).toEqual(ok());
    expect(await consumer.handle(message, context(hour))).toEqual(duplicate());
    expect(counts.write).toBe(1 + 30 + 1 + 1 + 1);
  });

  it('stops renewing once it settled', async () => {
    const first = await started(() => consumer.handle(message, context(hour)));
    await first.finish(ok());

    expect(clock.nextTimerAt()).toBeUndefined();
  });

  it('stops renewing once it failed', async () => {
    answer = () => Promise.reject(new TypeError('no'));

    await expect(consumer.handle(message, context(hour))).rejects.toThrow('no');
    expect(clock.nextTimerAt()).toBeUndefined();
  });

  it('sets no timer where the lease lasts until the deadline anyway', async () => {
    await started(() => consumer.handle(message, context(lease)));

    expect(clock.nextTimerAt()).toBeUndefined();
  });

  it('is free again one lease after its owner died, long before the deadline', async () => {
    await started(() => consumerWith({ timers: { at: () => () => undefined } }).handle(message, context(hour)));
    clock.advance(lease + skew);

    expect(await consumer.handle(message, context(hour))).toEqual(ok());
  });

  it('may have no deadline at all', async () => {
    const endless = { deadline: Number.POSITIVE_INFINITY, receiveCount: 1 };
    const first = await started(() => consumer.handle(message, endless));
    await pass(3 * lease);

    expect(await first.finish(ok())).toEqual(ok());
  });

  it('is told and asks for another delivery when it lost its claim', async () => {
    const first = await started(() => consumer.handle(message, context(hour)));
    const asleep = consumerWith({ clock: { now: () => clock.now() + lease + skew } });
    const second = await started(() => asleep.handle(message, context(hour)));
    expect(first.context.signal.aborted).toBe(false);

    await pass(lease / 3);

    expect(first.context.signal.aborted).toBe(true);
    expect(await first.finish(ok())).toMatchObject({ kind: 'retry' });
    expect(await second.finish(ok())).toEqual(ok());
  });
});
