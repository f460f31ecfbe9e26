import { runResponder } from '../adapters/worker/run-responder.ts';
import { orders } from '../contracts/orders/pipeline.ts';
import { QuoteRequested, ShippingQuoted } from '../contracts/orders/quote-messages.ts';
import { quoteOf } from './quote-of.ts';

await runResponder(orders, {
  ...{ name: 'quoteShipping', request: QuoteRequested, reply: ShippingQuoted },
  answer: ({ orderId, units }) => ({ orderId, cents: quoteOf({ units }) }),
});
