import type { HandlingContext } from '../consume/consumer.ts';
import type { Claim } from './claim.ts';
import { type Claimed, claimOf } from './claim-of.ts';
import {
  type IdempotencyDependencies,
  defaultClockSkewMilliseconds,
  defaultLeaseMilliseconds,
} from './idempotency-dependencies.ts';
import type { IdempotentContext } from './idempotent-context.ts';
import { leaseEnd } from './lease-end.ts';
import { type LeaseKeeper, keepLease } from './lease-keeper.ts';
import { type Marks, createMarks, expiryOf } from './marks.ts';
import { type HandledBefore, type Refusal, later, refusalOf } from './refusal.ts';
import { keptResult } from './stored-result.ts';

/** One delivery of a message to one consumer. */
export interface Delivery extends Claimed {
  readonly context: HandlingContext;
}

/** What a handler came to. */
export interface Work<Answer> {
  /** Whether the message is handled; otherwise the next delivery tries again. */
  readonly done: boolean;
  readonly answer: Answer;
  /** Kept with the mark and given to every repetition. @default nothing */
  readonly result?: string;
}

/** What became of a delivery. */
export type Once<Answer> = { readonly kind: 'ran'; readonly answer: Answer } | HandledBefore | Refusal;

/** Handles one delivery unless its message is handled already; see {@link createRunOnce}. */
export type RunOnce = <Answer>(
  delivery: Delivery,
  handle: (context: IdempotentContext) => Promise<Work<Answer>>,
) => Promise<Once<Answer>>;

/**
 * Creates the sequence claim, handle, complete (or release) around any handler.
 *
 * Fails closed: when the store does not answer the claim, the handler does not run and the error is passed on.
 * A handler that throws releases its claim and the error is passed on.
 */
export function createRunOnce(dependencies: IdempotencyDependencies): RunOnce {
  const marks = createMarks(dependencies.items);
  return async (delivery, handle) => {
    const now = dependencies.clock.now();
    const until = leaseEnd(now, termsOf(delivery, dependencies));
    if (until <= now) {
      return later('no time left to handle it');
    }
    const claim = claimOf(delivery, dependencies);
    const horizon = now - (dependencies.clockSkewMilliseconds ?? defaultClockSkewMilliseconds);
    const state = await marks.take(claim, { now, until, horizon });
    if (state.kind !== 'mine') {
      return refusalOf(state, horizon);
    }
    return handled({ delivery, claim, until, marks, dependencies }, handle);
  };
}

interface Owned {
  readonly delivery: Delivery;
  readonly claim: Claim;
  readonly until: number;
  readonly marks: Marks;
  readonly dependencies: IdempotencyDependencies;
}

async function handled<Answer>(
  owned: Owned,
  handle: (context: IdempotentContext) => Promise<Work<Answer>>,
): Promise<Once<Answer>> {
  const { claim, marks } = owned;
  const keeper = keeperOf(owned);
  let settled: Settled<Answer>;
  try {
    settled = await settle(owned, handle(contextOf(owned, keeper)));
  } catch (cause) {
    await keeper?.stop();
    await released(marks, claim);
    throw cause;
  }
  await keeper?.stop();
  const { work, kept } = settled;
  if (!work.done) {
    await released(marks, claim);
  } else if (!(await marks.complete(claim, kept))) {
    return later('claim lost to another delivery');
  }
  return { kind: 'ran', answer: work.answer };
}

interface Settled<Answer> {
  readonly work: Work<Answer>;
  readonly kept: Awaited<ReturnType<typeof keptResult>>;
}

async function settle<Answer>(
  { claim, dependencies }: Owned,
  working: Promise<Work<Answer>>,
): Promise<Settled<Answer>> {
  const work = await working;
  if (!work.done || work.result === undefined) {
    return { work, kept: {} };
  }
  const { items, clock } = dependencies;
  return { work, kept: await keptResult({ claim, text: work.result, expiresAt: expiryOf(clock.now()) }, items) };
}

/** What the handler came to stands without it: the claim then ends with its lease. */
async function released(marks: Marks, claim: Claim): Promise<void> {
  await marks.release(claim).catch(() => undefined);
}

function termsOf({ context }: Delivery, { timers, leaseMilliseconds }: IdempotencyDependencies): Terms {
  return {
    deadline: context.deadline,
    leaseMilliseconds: timers === undefined ? undefined : (leaseMilliseconds ?? defaultLeaseMilliseconds),
  };
}

type Terms = Parameters<typeof leaseEnd>[1];

/** A lease that already lasts as long as the handler may needs nobody to keep it. */
function keeperOf({ delivery, claim, until, marks, dependencies }: Owned): LeaseKeeper | undefined {
  const { clock, timers } = dependencies;
  const { deadline, leaseMilliseconds } = termsOf(delivery, dependencies);
  if (timers === undefined || leaseMilliseconds === undefined || until >= deadline) {
    return undefined;
  }
  const extend = (next: number): Promise<boolean> => marks.extend(claim, next);
  return keepLease({ clock, timers, until, deadline, leaseMilliseconds, extend });
}

function contextOf({ delivery, claim }: Owned, keeper: LeaseKeeper | undefined): IdempotentContext {
  const { deadline, receiveCount } = delivery.context;
  return {
    deadline,
    receiveCount,
    key: claim.key.partition,
    get signal() {
      return keeper === undefined ? new AbortController().signal : keeper.signal;
    },
  };
}
