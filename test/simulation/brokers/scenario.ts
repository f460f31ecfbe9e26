import { OrderConfirmed, OrderPlaced, OrderRejected } from '../../../lambdas/contracts/orders/order-messages.ts';
import type { Random } from '../schedule/random.ts';
import type { Defect } from '../stage/defect.ts';

/** What is told of one order. */
export interface Story {
  readonly orderId: string;
  readonly units: number;
  readonly total: number;
  readonly end: 'confirmed' | 'rejected';
  /** What came back of it, in cents; undefined for nothing. */
  readonly refund: number | undefined;
}

/** What is told in a run, and what cannot be handled at first. */
export interface NewsScenario {
  readonly stories: readonly Story[];
  /** Whose next piece of news is told, by place in `stories`; the order of each story is kept. */
  readonly turns: readonly number[];
  /** Messages that cannot be handled until operators have been called twice. */
  readonly defects: readonly Defect[];
}

const placed = { type: OrderPlaced.name } as const;

/** What a defect can strike: each source at a broker, that which keeps an order more often. */
const spoilable: readonly Omit<Defect, 'orderId'>[] = [
  { ...placed, consumer: 'salesProjection' },
  { ...placed, consumer: 'salesProjection' },
  { ...placed, consumer: 'salesProjection' },
  { type: OrderConfirmed.name, consumer: 'salesProjection' },
  { ...placed, consumer: 'pickOrder' },
  { type: OrderRejected.name, consumer: 'liveOrders' },
  { type: OrderConfirmed.name, consumer: 'notifyPartner' },
];

/** How many messages a story has. */
export function lengthOf({ refund }: Story): number {
  return refund === undefined ? 2 : 3;
}

/** One scenario for each seed: a few orders of every end, told in turns. */
export function randomNews(random: Random): NewsScenario {
  const stories = Array.from({ length: 1 + random.below(4) }, (_, at) => storyOf(`order${at}`, random));
  const spoilt = stories.filter(() => random.chance(0.5));
  const defects = spoilt.flatMap(({ orderId }) => {
    const struck = spoilable[random.below(spoilable.length)];
    return struck === undefined ? [] : [{ orderId, ...struck }];
  });
  return { stories, turns: turnsOf(stories, random), defects };
}

function storyOf(orderId: string, random: Random): Story {
  const units = 1 + random.below(3);
  const isConfirmed = random.chance(0.6);
  return {
    ...{ orderId, units, total: 1000 * units },
    end: isConfirmed ? 'confirmed' : 'rejected',
    refund: isConfirmed && random.chance(0.4) ? 500 : undefined,
  };
}

function turnsOf(stories: readonly Story[], random: Random): readonly number[] {
  const left = stories.flatMap((story, at) => Array.from({ length: lengthOf(story) }, () => at));
  const turns: number[] = [];
  while (left.length > 0) {
    turns.push(...left.splice(random.below(left.length), 1));
  }
  return turns;
}
