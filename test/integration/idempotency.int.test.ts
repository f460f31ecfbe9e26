import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { sha256Fingerprint as fingerprint } from '../../lambdas/adapters/system/sha256-fingerprint.ts';
import { uuidSource as ids } from '../../lambdas/adapters/system/uuid-source.ts';
import { OrderRejected } from '../../lambdas/contracts/orders/order-messages.ts';
import type { Consumer } from '../../lambdas/core/consume/consumer.ts';
import { type Outcome, duplicate, ok, retry } from '../../lambdas/core/consume/outcome.ts';
import { markKey } from '../../lambdas/core/idempotency/claim.ts';
import { defaultClockSkewMilliseconds as skew } from '../../lambdas/core/idempotency/idempotency-dependencies.ts';
import { idempotent } from '../../lambdas/core/idempotency/idempotent-consumer.ts';
import { idempotentResponder } from '../../lambdas/core/idempotency/idempotent-responder.ts';
import { arriving } from '../support/commands.ts';
import { openEventTable } from '../support/open-event-table.ts';
import { fixedClock } from '../support/fixed-clock.ts';

const handles = [OrderRejected] as const;
const deliveries = 25;
const leaseMilliseconds = 30_000;

const { items } = openEventTable('idempotency');

let clock: ReturnType<typeof fixedClock>;
let effects: string[];

beforeEach(() => {
  clock = fixedClock();
  effects = [];
});

const context = () => ({ deadline: clock.now() + leaseMilliseconds, receiveCount: 1 });

function rejection(reason = 'first'): Parameters<Consumer<typeof handles>['handle']>[0] {
  const message = arriving(OrderRejected.of({ orderId: 'o', customerId: 'c', reason }));
  return { ...message, id: randomUUID() };
}

/** A consumer that notes its effect and ends when `until` has come. */
function consumerWith(until: Promise<unknown> = Promise.resolve(), noted?: () => void): Consumer<typeof handles> {
  const handle = async ({ data }: ReturnType<typeof rejection>): Promise<Outcome> => {
    effects.push(data.reason);
    noted?.();
    await until;
    return ok();
  };
  return idempotent({ name: 'rejections', handles, handle }, { items, clock, ids, fingerprint });
}

/** Something that a test lets happen, and a promise of it. */
function event(): { readonly happened: Promise<boolean>; readonly happen: () => void } {
  const { promise: happened, resolve } = Promise.withResolvers<boolean>();
  const happen = (): void => {
    resolve(true);
  };
  return { happened, happen };
}

/** A delivery whose handler runs, and ends when it is told to. */
async function started(message: ReturnType<typeof rejection>): Promise<{ readonly finish: () => Promise<Outcome> }> {
  const [running, end] = [event(), event()];
  const outcome = consumerWith(end.happened, running.happen).handle(message, context());
  await running.happened;
  return { finish: () => (end.happen(), outcome) };
}

/** Delivers all messages at once while the owner of the claim waits until every other delivery was answered. */
async function deliveredAtOnce(messages: readonly ReturnType<typeof rejection>[]): Promise<readonly Outcome[]> {
  const othersAnswered = event();
  const consumer = consumerWith(othersAnswered.happened);
  let answered = 0;
  return Promise.all(
    messages.map(async (message) => {
      const outcome = await consumer.handle(message, context());
      answered += 1;
      if (answered === messages.length - 1) {
        othersAnswered.happen();
      }
      return outcome;
    }),
  );
}

const busy = retry('being handled elsewhere', (leaseMilliseconds + skew) / 1000);

describe(`${deliveries} deliveries of one message at once`, () => {
  it('failure mode 27: have one effect, and the others are asked to come back when the lease is over', async () => {
    const message = rejection();

    const outcomes = await deliveredAtOnce(Array.from({ length: deliveries }, () => message));

    expect(effects).toEqual(['first']);
    expect(outcomes.filter(({ kind }) => kind === 'ok')).toEqual([ok()]);
    expect(outcomes.filter(({ kind }) => kind === 'retry')).toEqual(Array.from({ length: deliveries - 1 }, () => busy));
  });

  it('are all duplicates once it was handled', async () => {
    const message = rejection();
    await consumerWith().handle(message, context());

    const outcomes = await Promise.all(
      Array.from({ length: deliveries }, () => consumerWith().handle(message, context())),
    );

    expect(effects).toEqual(['first']);
    expect(outcomes).toEqual(Array.from({ length: deliveries }, () => duplicate()));
  });

  it('failure mode 28: with two payloads have the effect of one, and every delivery of the other is parked', async () => {
    const first = rejection('first');
    const second = { ...rejection('second'), id: first.id };
    const messages = Array.from({ length: deliveries }, (_, place) => (place % 2 === 0 ? first : second));

    const outcomes = await deliveredAtOnce(messages);

    expect(effects).toHaveLength(1);
    const same = outcomes.filter((_, place) => messages[place]?.data.reason === effects[0]);
    const other = outcomes.filter((_, place) => messages[place]?.data.reason !== effects[0]);
    expect(other.every(({ kind }) => kind === 'park')).toBe(true);
    expect(same.map(({ kind }) => kind).sort()).toEqual(['ok', ...Array.from(same.slice(1), () => 'retry')]);
    expect(Math.abs(same.length - other.length)).toBe(1);
  });

  it('have one effect for each consumer, whose marks are apart', async () => {
    const message = rejection();
    const named = (name: string): Consumer<typeof handles> =>
      idempotent(
        { name, handles, handle: () => (effects.push(name), Promise.resolve(ok())) },
        { items, clock, ids, fingerprint },
      );

    await Promise.all(
      Array.from({ length: deliveries }, (_, place) => named(`consumer-${place % 5}`).handle(message, context())),
    );

    expect([...effects].sort()).toEqual(['consumer-0', 'consumer-1', 'consumer-2', 'consumer-3', 'consumer-4']);
  });
});

describe('an owner that outlives its lease', () => {
  it('failure mode 25: is followed by one of the waiting, and can neither complete nor release what that one did', async () => {
    const message = rejection('late');
    const late = await started(message);
    clock.advance(leaseMilliseconds + skew);

    const outcomes = await deliveredAtOnce(Array.from({ length: deliveries }, () => message));
    const after = await items.get(markKey('rejections', message.id));

    expect(outcomes.filter(({ kind }) => kind === 'ok')).toEqual([ok()]);
    expect(effects).toHaveLength(2);
    expect(after?.attributes).toMatchObject({ done: true });
    expect(await late.finish()).toEqual(retry('claim lost to another delivery'));
    expect(await items.get(markKey('rejections', message.id))).toEqual(after);
  });

  it('failure mode 25: cannot complete what its follower is still handling', async () => {
    const message = rejection();
    const late = await started(message);
    clock.advance(leaseMilliseconds + skew);
    const follower = await started(message);

    expect(await late.finish()).toEqual(retry('claim lost to another delivery'));
    expect(await consumerWith().handle(message, context())).toEqual(busy);
    expect(await follower.finish()).toEqual(ok());
    expect(await consumerWith().handle(message, context())).toEqual(duplicate());
  });

  it('failure mode 24: locks its message up to its deadline and no longer when it died', async () => {
    const message = rejection();
    await started(message);

    expect(await consumerWith().handle(message, context())).toEqual(busy);
    clock.advance(leaseMilliseconds + skew);

    expect(await consumerWith().handle(message, context())).toEqual(ok());
  });
});

describe('a stored result', () => {
  it('failure mode 15: larger than an item is given to every repetition', async () => {
    const request = rejection();
    const result = 'ä€😀'.repeat(80_000);
    const respond = idempotentResponder(
      {
        name: 'answers',
        handles: OrderRejected,
        parse: (stored) => z.parse(z.string(), stored),
        respond: () => (effects.push('answered'), Promise.resolve(result)),
      },
      { items, clock, ids, fingerprint },
    );

    expect(await respond(request, context())).toEqual({ kind: 'ok', duplicate: false, result });

    const repetitions = await Promise.all([respond(request, context()), respond(request, context())]);
    expect(repetitions).toEqual([
      { kind: 'ok', duplicate: true, result },
      { kind: 'ok', duplicate: true, result },
    ]);
    expect(effects).toEqual(['answered']);
  });
});
