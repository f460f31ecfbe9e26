import { ReservationAdvanced, ReservationRolledBack } from '../../../lambdas/contracts/orders/inventory-messages.ts';
import type { EventFacts } from '../order-facts.ts';
import { type Invariant, verdict } from './invariant.ts';

/** 3: whatever was redelivered, each fact of an order was recorded once, and each outcome was told once (parked: at most). */
export const noEffectTwice: Invariant = ({ facts, parked }) => {
  const orders = [...facts.orders.values()];
  const doubled = orders.flatMap(({ streams }) => Object.values(streams).flatMap(repeated));
  const ended = orders.filter(({ status }) => status === 'confirmed' || status === 'rejected');
  const outcomes = ended.length;
  const untold = ended.filter(({ orderId }) => parked.has(orderId)).length;
  const told = facts.notices <= outcomes && facts.notices >= outcomes - untold;
  const notices = told ? [] : [`${facts.notices} notices for ${outcomes} outcomes`];
  const evidence = `${facts.events} events, none recorded twice; ${facts.notices} notices for ${outcomes} outcomes`;
  return verdict({ number: 3, promise: 'no effect happens twice', evidence }, [...doubled, ...notices]);
};

/** A large reservation says these once for each of its parts. */
const inParts: ReadonlySet<string> = new Set([ReservationAdvanced.name, ReservationRolledBack.name]);

function repeated(events: readonly EventFacts[]): readonly string[] {
  const facts = events.filter(({ type }) => !inParts.has(type)).map(({ type, subject }) => `${type} of ${subject}`);
  return facts.filter((fact, index) => facts.indexOf(fact) !== index);
}
