import type { OrderFacts, StoreFacts } from '../order-facts.ts';
import { isParkedReturn, returnOutcome } from '../return-outcome.ts';
import { type Invariant, type InvariantInput, verdict } from './invariant.ts';

/** 1: every accepted order ends completed, compensated or parked, every return refunded, refused or parked; nothing else appears. */
export const everyOrderEnds: Invariant = ({ facts, accepted, parked }) => {
  const unended = [...accepted].filter((id) => !ended(facts.orders.get(id)) && outcomeOf(facts, id) === 'open');
  const open = unended.filter((id) => !parked.has(id) && !isHeldUp({ facts, parked }, id));
  const strangers = [...facts.orders.keys(), ...facts.returns.keys()].filter((id) => !accepted.has(id));
  const orders = (status: OrderFacts['status']): number =>
    [...facts.orders.values()].filter((order) => order.status === status).length;
  const returns = (outcome: 'returned' | 'refused'): number =>
    [...facts.returns.keys()].filter((id) => outcomeOf(facts, id) === outcome).length;
  const sum = [
    `${orders('confirmed')} completed`,
    `${orders('rejected')} compensated`,
    ...(facts.returns.size === 0 ? [] : [`${returns('returned')} returned`]),
    ...(returns('refused') === 0 ? [] : [`${returns('refused')} refused`]),
    `${unended.length - open.length} parked`,
  ];
  const evidence = `${accepted.size} accepted = ${sum.join(' + ')}`;
  return verdict({ number: 1, promise: 'every accepted order ends', evidence }, [...open, ...strangers]);
};

function outcomeOf(facts: StoreFacts, id: string): ReturnType<typeof returnOutcome> {
  return returnOutcome(facts, facts.returns.get(id));
}

function isHeldUp({ facts, parked }: Pick<InvariantInput, 'facts' | 'parked'>, id: string): boolean {
  const one = facts.returns.get(id);
  return one !== undefined && isParkedReturn(facts, one, parked);
}

function ended(order: OrderFacts | undefined): boolean {
  const ends = order?.saga === undefined ? [] : (endsOf.get(order.status) ?? []);
  return ends.some((status) => status === order?.saga?.status);
}

/** How the saga of an order of some status must have ended. */
const endsOf: ReadonlyMap<OrderFacts['status'], readonly string[]> = new Map([
  ['confirmed', ['completed']],
  ['rejected', ['compensated', 'cancelled']],
]);
