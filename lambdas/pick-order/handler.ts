import { createRabbitHost } from '../adapters/lambda/rabbit-host.ts';
import { createCallHost } from '../adapters/worker/call-host.ts';
import { orders } from '../contracts/orders/pipeline.ts';
import { QuoteRequested, ShippingQuoted } from '../contracts/orders/quote-messages.ts';
import { createPickOrder } from './pick-order.ts';

const name = 'pickOrder';
const host = createRabbitHost(orders, name);
const call = createCallHost({ pipeline: orders, name }, { request: QuoteRequested, reply: ShippingQuoted }, host);

/** The deployed function. */
export const handler = host.handlerOf(
  createPickOrder({ ...host, quotes: { quote: async (parcel) => (await call.ask(parcel)).cents } }),
);
