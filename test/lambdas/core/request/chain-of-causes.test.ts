import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import {
  type MemoryItemStore,
  createMemoryItemStore,
} from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { replyAddresses } from '../../../../lambdas/contracts/definition/reply-addresses.ts';
import { decodeEnvelope, knownTypes } from '../../../../lambdas/contracts/events/decode-envelope.ts';
import type { Envelope } from '../../../../lambdas/contracts/events/envelope.ts';
import type { Consumer } from '../../../../lambdas/core/consume/consumer.ts';
import { createCommandConsumer } from '../../../../lambdas/core/event-store/command-consumer.ts';
import { type Decider, happened } from '../../../../lambdas/core/event-store/decider.ts';
import { createEventStore } from '../../../../lambdas/core/event-store/event-store.ts';
import { createMessageWriter } from '../../../../lambdas/core/outbox/message-writer.ts';
import { outboxEntries } from '../../../../lambdas/core/outbox/outbox-entries.ts';
import { createRequester } from '../../../../lambdas/core/request/requester.ts';
import { arriving } from '../../../support/commands.ts';
import { fixedClock } from '../../../support/fixed-clock.ts';
import { fixedIds } from '../../../support/fixed-ids.ts';
import { recordingTelemetry } from '../../../support/recording-telemetry.ts';
import {
  AskPrice,
  ParcelPacked,
  ParcelPriced,
  ParcelUnpriced,
  PriceQuoted,
  PriceRefused,
  priceOfParcel,
  quotes,
} from './quotes.ts';

const context = { deadline: Number.MAX_SAFE_INTEGER, receiveCount: 1 };
const clock = fixedClock();
const types = knownTypes([AskPrice, PriceQuoted, PriceRefused, ParcelPriced, ParcelUnpriced]);

const pricing: Decider<number, readonly [typeof AskPrice], readonly [typeof PriceQuoted]> = {
  ...{ category: 'quote', initial: 0, commands: [AskPrice] as const, events: [PriceQuoted] as const },
  evolve: (_, { data }) => data.cents,
  decide: (_, { data: { orderId } }) => happened(PriceQuoted.of({ orderId, cents: 450 })),
  snapshot: { version: 1, schema: z.number() },
};

function asker(items: MemoryItemStore): Consumer {
  const writer = createMessageWriter({ ids: fixedIds('asker-'), clock, source: '/quotes/parcels' });
  const ports = { items, writer, clock, telemetry: recordingTelemetry() };
  return createRequester({ name: 'parcels', request: priceOfParcel, store: 'price', replyTo: 'parcels', ...ports });
}

function responder(items: MemoryItemStore): Consumer {
  const replies = replyAddresses(quotes, 'pricing');
  const writer = createMessageWriter({ ids: fixedIds('quote-'), clock, source: '/quotes/pricing', replies });
  const events = createEventStore({ items, writer, publishes: [PriceQuoted] });
  return createCommandConsumer({
    ...{ name: 'pricing', decider: pricing, events },
    backoff: { wait: () => Promise.resolve() },
  });
}

/** Everything that lies in outboxes, as it would be sent. */
function outgoing(items: MemoryItemStore): readonly { readonly to: string | undefined; readonly envelope: Envelope }[] {
  return [...items.scan()]
    .flatMap((item) => outboxEntries(item))
    .map(({ message }) => ({ to: message.to, envelope: decodeEnvelope(message.body, types) }));
}

describe('a chain of three consumers', () => {
  it('carries one correlation id and leads from each message to the one that caused it', async () => {
    const items = createMemoryItemStore();
    const packed = arriving(ParcelPacked.of({ orderId: 'o-1' }), { id: 'import-1', correlationid: 'flow-1' });
    const sent = (type: string): Envelope => {
      const found = outgoing(items).find(({ envelope }) => envelope.type === type);
      return found?.envelope ?? packed;
    };

    await asker(items).handle(packed, context);
    await responder(items).handle(sent('price.ask'), context);
    await asker(items).handle(sent('price.quoted'), context);

    const chain = ['price.ask', 'price.quoted', 'parcel.priced'].map(sent);
    expect(chain.map(({ correlationid }) => correlationid)).toEqual(['flow-1', 'flow-1', 'flow-1']);
    expect(chain.map(({ causationid }) => causationid)).toEqual([packed.id, chain[0]?.id, chain[1]?.id]);
  });

  it('brings the reply of an event store to the address of its request alone', async () => {
    const items = createMemoryItemStore();
    await asker(items).handle(arriving(ParcelPacked.of({ orderId: 'o-1' })), context);
    const question = outgoing(items)[0]?.envelope ?? arriving(AskPrice.of({ orderId: 'o-1' }));

    await responder(items).handle(question, context);

    expect(outgoing(items).map(({ to, envelope: { type } }) => [type, to])).toEqual([
      ['price.ask', undefined],
      ['price.quoted', 'parcels'],
    ]);
  });
});
