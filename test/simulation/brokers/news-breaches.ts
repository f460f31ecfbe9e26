import { deadLetterQueueOf } from '../../../lambdas/adapters/memory/broker/dead-letter-queue-of.ts';
import { pickingKey } from '../../../lambdas/pick-order/picking.ts';
import { quoteOf } from '../../../lambdas/quote-shipping/quote-of.ts';
import { brokerFacts } from '../../../localstack/report/broker-facts.ts';
import { historyBreaches } from '../stage/checks/history-breaches.ts';
import { lostMessages } from '../stage/checks/lost-messages.ts';
import { parkedKeys } from '../stage/parked-keys.ts';
import { newsConsumers, newsDefinition } from './news-definition.ts';
import type { NewsOutcome } from './run-news.ts';
import type { Story } from './scenario.ts';

/** Who sends what nothing in the store has committed: here that is everybody. */
const outside: ReadonlySet<string> = new Set(['teller', 'operator', ...Object.keys(newsConsumers)]);

/** Everything that is wrong with a finished run of news, a sentence each. */
export function newsBreaches(outcome: NewsOutcome): readonly string[] {
  const history = historyBreaches(outcome, outside);
  if (!outcome.ended) {
    return ['the run went on without end', ...history];
  }
  return [
    ...figureBreaches(outcome),
    ...pickingBreaches(outcome),
    ...announcementBreaches(outcome),
    ...leftBreaches(outcome),
    ...parkedKeys(outcome).map((key) => `${key} must not be parked any more`),
    ...lostMessages(outcome),
    ...history,
  ];
}

/** Each figure that adds up event by event is what was told, to the cent. */
function figureBreaches({ items, scenario: { stories } }: NewsOutcome): readonly string[] {
  const { sales, board } = brokerFacts(items.scan());
  const confirmed = stories.filter(({ end }) => end === 'confirmed');
  const sumOf = (pick: (day: (typeof sales)[number]) => number): number => sum(sales.map(pick));
  const figures: readonly (readonly [string, number, number])[] = [
    ['orders sold', sumOf(({ orders }) => orders), confirmed.length],
    ['cents sold', sumOf(({ sold }) => sold), sum(confirmed.map(({ total }) => total))],
    ['cents refunded', sumOf(({ refunded }) => refunded), sum(stories.map(({ refund = 0 }) => refund))],
    ['placed on the board', board.placed, stories.length],
    ['confirmed on the board', board.confirmed, confirmed.length],
    ['rejected on the board', board.rejected, stories.length - confirmed.length],
  ];
  return figures
    .filter(([, found, told]) => found !== told)
    .map(([name, found, told]) => `${found < told ? 1 : 3}. ${name} must be ${told}, is ${found}`);
}

/** News of one order may overtake each other in a work queue: what was put back stays so. */
function pickingBreaches({ items, scenario: { stories } }: NewsOutcome): readonly string[] {
  const found = new Map([...items.scan()].map(({ key, attributes }) => [key.partition, attributes]));
  return stories.flatMap((story) => {
    const { status, quoteCents } = found.get(pickingKey(story.orderId).partition) ?? {};
    const is = JSON.stringify({ status, quoteCents });
    const must = story.end === 'rejected' ? 'put back' : 'picked';
    return status === must && quoteCents === quoteOf(story)
      ? []
      : [`1. goods of ${story.orderId} must be ${must} for ${quoteOf(story)}, are ${is}`];
  });
}

/** An announcement may be made again after a crash, but under one key, by which the partner knows it. */
function announcementBreaches({ ledger, scenario: { stories } }: NewsOutcome): readonly string[] {
  const notices = ledger.entries.filter((entry) => entry.kind === 'notice');
  const keysOf = ({ orderId }: Story): number =>
    new Set(notices.filter((notice) => notice.orderId === orderId).map(({ key }) => key)).size;
  return stories
    .map((story) => ({ story, keys: keysOf(story), must: story.end === 'confirmed' ? 1 : 0 }))
    .filter(({ keys, must }) => keys !== must)
    .map(
      ({ story, keys, must }) =>
        `${keys < must ? 1 : 3}. ${story.orderId} must be announced under ${must} key(s), was under ${keys}`,
    );
}

/** Nothing waits anywhere. */
function leftBreaches({ broker, brokers }: NewsOutcome): readonly string[] {
  const queues = Object.keys(newsDefinition.queues).flatMap((name) => [name, deadLetterQueueOf(name)]);
  const readers = Object.entries(newsConsumers).filter(([, { source }]) => brokers.sources.includes(source));
  return [
    ...queues.map((name) => [`queue ${name}`, broker.messages(name).length] as const),
    ...readers.map(([name]) => [`what ${name} reads`, brokers.reading(name).group.ready()] as const),
    ...brokers.sources.map((source) => [`dead letters of ${source}`, brokers.lettersOf(source).all().length] as const),
  ]
    .filter(([, left]) => left > 0)
    .map(([what, left]) => `1. ${what} must be empty, has ${left}`);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
