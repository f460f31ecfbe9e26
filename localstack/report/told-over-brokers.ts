import { quoteOf } from '../../lambdas/quote-shipping/quote-of.ts';
import type { SalesOfDay } from '../../lambdas/projections/orders/sales-by-day.ts';
import type { BrokerFacts } from './broker-facts.ts';
import { type InvariantResult, verdict } from './invariants/invariant.ts';
import type { OrderFacts, StoreFacts } from './order-facts.ts';

/**
 * Holds what came over brokers to the events of the store: each arrived, and none counted twice.
 *
 * @param view The sales that the event index says, where there is one: each day must be the same, to the cent.
 */
export function toldOverBrokers(
  told: BrokerFacts,
  facts: StoreFacts,
  view: readonly SalesOfDay[] = told.sales,
): InvariantResult {
  const all = [...facts.orders.values()];
  const events = all.flatMap(({ streams }) => streams['order'] ?? []);
  const count = (type: string): number => events.filter((event) => event.type === type).length;
  const [placed, confirmed, rejected] = [count('order.placed'), count('order.confirmed'), count('order.rejected')];
  const sales = (pick: (day: BrokerFacts['sales'][number]) => number): number => sum(told.sales.map(pick));
  const figures: readonly (readonly [string, number, number])[] = [
    ['orders sold (Kafka)', sales(({ orders }) => orders), confirmed],
    ['cents sold (Kafka)', sales(({ sold }) => sold), sum(all.filter(isConfirmed).map(({ total }) => total))],
    ['refunds (Kafka)', sales(({ returns }) => returns), count('order.returned')],
    ['picked (RabbitMQ)', told.picked, placed],
    ['put back (RabbitMQ)', told.putBack, rejected],
    ['cents quoted (RabbitMQ)', told.quotedCents, sum(all.filter(isPlaced).map(quoted))],
    ['placed (Redis)', told.board.placed, placed],
    ['confirmed (Redis)', told.board.confirmed, confirmed],
    ['rejected (Redis)', told.board.rejected, rejected],
    ['parcels announced (NATS)', told.announced, confirmed],
  ];
  const broken = figures.filter(([, there, here]) => there !== here);
  return verdict(
    {
      number: 9,
      promise: 'what is told over brokers arrives once',
      evidence: figures.map(([name, there]) => `${there} ${name}`).join(', '),
    },
    [
      ...broken.map(([name, there, here]) => `${name}: ${there} by way of the broker, ${here} by the events`),
      ...daysThatDiffer(told.sales, view).map((day) => `${day}: other sales by way of Kafka than in the view`),
    ],
  );
}

function daysThatDiffer(one: readonly SalesOfDay[], other: readonly SalesOfDay[]): readonly string[] {
  const textsOf = (days: readonly SalesOfDay[]): ReadonlyMap<string, string> =>
    new Map(days.map((day) => [day.day, JSON.stringify(day)]));
  const [ours, theirs] = [textsOf(one), textsOf(other)];
  return [...new Set([...ours.keys(), ...theirs.keys()])].filter((day) => ours.get(day) !== theirs.get(day));
}

function quoted({ lines }: OrderFacts): number {
  return quoteOf({ units: sum(lines.map(({ quantity }) => quantity)) });
}

function isConfirmed({ status }: OrderFacts): boolean {
  return status === 'confirmed';
}

function isPlaced({ status }: OrderFacts): boolean {
  return status !== 'none';
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
