import * as z from 'zod/mini';
import { consumer } from '../../../../lambdas/contracts/definition/consumer.ts';
import { deadLetter } from '../../../../lambdas/contracts/definition/dead-letter.ts';
import { pipeline } from '../../../../lambdas/contracts/definition/pipeline.ts';
import { queue } from '../../../../lambdas/contracts/definition/queue.ts';
import { relay } from '../../../../lambdas/contracts/definition/relay.ts';
import { timerSweeper } from '../../../../lambdas/contracts/definition/timers.ts';
import { topic } from '../../../../lambdas/contracts/definition/topic.ts';
import { event } from '../../../../lambdas/contracts/events/event-type.ts';
import { sagaMessages } from '../../../../lambdas/contracts/sagas/saga-messages.ts';
import { request } from '../../../../lambdas/core/request/request.ts';

const byOrder = ({ orderId }: { readonly orderId: string }): string => orderId;
const order = z.object({ orderId: z.string() });
const priced = z.object({ orderId: z.string(), cents: z.int() });

/** An order wants to know what its parcel will cost. */
export const ParcelPacked = event('parcel.packed', { schema: order, key: byOrder });
/** The question. */
export const AskPrice = event('price.ask', { schema: order, key: byOrder });
/** Its answers. */
export const PriceQuoted = event('price.quoted', { schema: priced, key: byOrder });
export const PriceRefused = event('price.refused', { schema: order, key: byOrder });
/** What follows. */
export const ParcelPriced = event('parcel.priced', { schema: priced, key: byOrder });
export const ParcelUnpriced = event('parcel.unpriced', { schema: order, key: byOrder });

/** Asks for the price of each packed parcel. */
export const priceOfParcel = request({
  name: 'price-parcel',
  askedBy: ParcelPacked,
  replies: [PriceQuoted, PriceRefused],
  within: { minutes: 5 },
  ask: ({ data: { orderId } }) => AskPrice.of({ orderId }),
  answered: (reply) =>
    reply.type === 'price.quoted'
      ? [ParcelPriced.of(reply.data)]
      : [ParcelUnpriced.of({ orderId: reply.data.orderId })],
  unanswered: ({ orderId }) => [ParcelUnpriced.of({ orderId })],
});

const timerDue = sagaMessages(priceOfParcel.name).timerDue;

/** An asker with a reply queue of its own, a responder, and somebody who hears of every quote that has no address. */
export const quotes = pipeline('quotes', {
  topics: {
    prices: topic({ fifo: true, carries: [PriceQuoted, PriceRefused] }),
    parcels: topic({ fifo: true, carries: [ParcelPriced, ParcelUnpriced] }),
  },
  queues: {
    parcels: queue({
      ...{ fifo: true, accepts: [ParcelPacked, timerDue], answers: [PriceQuoted, PriceRefused] },
      deadLetter: deadLetter(),
    }),
    pricing: queue({ fifo: true, accepts: [AskPrice], deadLetter: deadLetter() }),
    ledger: queue({
      ...{ fifo: true, from: { prices: [PriceQuoted], parcels: [ParcelPriced, ParcelUnpriced] } },
      deadLetter: deadLetter(),
    }),
  },
  consumers: {
    parcels: consumer({
      ...{ entry: 'parcels.ts', source: 'parcels', stores: ['price'] },
      handles: [ParcelPacked, PriceQuoted, PriceRefused, timerDue],
      publishes: [AskPrice, ParcelPriced, ParcelUnpriced],
    }),
    pricing: consumer({
      ...{ entry: 'pricing.ts', source: 'pricing', stores: ['quote'], handles: [AskPrice] },
      ...{ publishes: [PriceQuoted, PriceRefused], repliesTo: ['parcels'] },
    }),
    ledger: consumer({
      ...{ entry: 'ledger.ts', source: 'ledger', handles: [PriceQuoted, ParcelPriced, ParcelUnpriced] },
    }),
  },
  relay: relay({ entry: 'relay.ts' }),
  timers: timerSweeper({ entry: 'timers.ts' }),
});
