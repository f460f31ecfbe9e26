import type { OrderFacts } from '../order-facts.ts';
import { type Invariant, verdict } from './invariant.ts';

/** 1: every accepted order ends completed, compensated or parked, and nothing else appears. */
export const everyOrderEnds: Invariant = ({ facts, accepted, parked }) => {
  const unended = [...accepted].filter((id) => !ended(facts.orders.get(id)));
  const open = unended.filter((id) => !parked.has(id));
  const strangers = [...facts.orders.keys()].filter((id) => !accepted.has(id));
  const count = (status: OrderFacts['status']): number =>
    [...facts.orders.values()].filter((order) => order.status === status).length;
  const [completed, compensated] = [count('confirmed'), count('rejected')];
  const evidence = `${accepted.size} accepted = ${completed} completed + ${compensated} compensated + ${unended.length - open.length} parked`;
  return verdict({ number: 1, promise: 'every accepted order ends', evidence }, [...open, ...strangers]);
};

function ended(order: OrderFacts | undefined): boolean {
  const { status, saga } = order ?? {};
  return (
    (status === 'confirmed' && saga?.status === 'completed') ||
    (status === 'rejected' && saga?.status === 'compensated')
  );
}
