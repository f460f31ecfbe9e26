import {
  ReservationAdvanced,
  ReservationRolledBack,
  RestockAdvanced,
} from '../../../lambdas/contracts/orders/inventory-messages.ts';
import { ReturnHeld, ReturnReopened } from '../../../lambdas/contracts/orders/return-messages.ts';
import type { EventFacts, OrderFacts } from '../order-facts.ts';
import { returnedParts } from '../returned-parts.ts';
import { type Invariant, verdict } from './invariant.ts';

/**
 * 3: whatever was redelivered, each fact of an order was recorded once, each outcome was told once (parked: at most), and
 * no unit came back that was not bought.
 */
export const noEffectTwice: Invariant = ({ facts, parked }) => {
  const orders = [...facts.orders.values()];
  const streams = [...orders.flatMap((order) => Object.values(order.streams)), ...restocks(facts), facts.ledgers];
  const ended = orders.filter(({ status }) => status === 'confirmed' || status === 'rejected');
  const parts = orders.flatMap((order) => returnedParts(order.streams['order'] ?? []));
  const outcomes = ended.length + parts.length;
  const untold = [...ended, ...parts].filter(({ orderId }) => parked.has(orderId)).length;
  const told = facts.notices <= outcomes && facts.notices >= outcomes - untold;
  const notices = told ? [] : [`${facts.notices} notices for ${outcomes} outcomes`];
  const evidence = `${facts.events} events, none recorded twice; ${facts.notices} notices for ${outcomes} outcomes`;
  return verdict({ number: 3, promise: 'no effect happens twice', evidence }, [
    ...streams.flatMap(repeated),
    ...orders.flatMap(overReturned),
    ...notices,
  ]);
};

function restocks({ refunds }: Parameters<Invariant>[0]['facts']): readonly (readonly EventFacts[])[] {
  return [...refunds.values()].map(({ restock }) => restock);
}

/** What is done in parts says these once for each of them, and a return may have to wait more than once. */
const severalTimes: ReadonlySet<string> = new Set([
  ...[ReservationAdvanced.name, ReservationRolledBack.name, RestockAdvanced.name],
  ...[ReturnHeld.name, ReturnReopened.name],
]);

function repeated(events: readonly EventFacts[]): readonly string[] {
  const seen = new Set<string>();
  return events
    .filter(({ type }) => !severalTimes.has(type))
    .map((event) => `${event.type} of ${whatOf(event)}`)
    .filter((fact) => seen.size === seen.add(fact).size);
}

/** What an event is about: the part of a return, the return, the order. */
function whatOf({ subject, data }: EventFacts): string {
  const fields: Readonly<Record<string, unknown>> = typeof data === 'object' && data !== null ? { ...data } : {};
  const { refundId, returnId, orderId } = fields;
  const ids = typeof refundId === 'string' ? [refundId] : [returnId, orderId];
  return ids.filter((id) => typeof id === 'string').join(' ') || subject;
}

function overReturned({ orderId, lines, streams }: OrderFacts): readonly string[] {
  const left = new Map<string, number>();
  for (const { sku, quantity } of lines) {
    left.set(sku, (left.get(sku) ?? 0) + quantity);
  }
  for (const { sku, quantity } of returnedParts(streams['order'] ?? []).flatMap((part) => part.lines)) {
    left.set(sku, (left.get(sku) ?? 0) - quantity);
  }
  return [...left].filter(([, rest]) => rest < 0).map(([sku]) => `${orderId}: more ${sku} came back than was bought`);
}
