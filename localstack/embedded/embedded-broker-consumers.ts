import { sha256Fingerprint as fingerprint } from '../../lambdas/adapters/system/sha256-fingerprint.ts';
import { orders } from '../../lambdas/contracts/orders/pipeline.ts';
import type { Consumer } from '../../lambdas/core/consume/consumer.ts';
import { createForwarder } from '../../lambdas/core/forward/forwarder.ts';
import type { Clock } from '../../lambdas/core/ports/clock.ts';
import type { IdSource } from '../../lambdas/core/ports/id-source.ts';
import type { ItemStore } from '../../lambdas/core/ports/item-store.ts';
import type { Publisher } from '../../lambdas/core/ports/publisher.ts';
import { createLiveOrders } from '../../lambdas/live-orders/live-orders.ts';
import { createNotifyPartner } from '../../lambdas/notify-partner/notify-partner.ts';
import type { Partner } from '../../lambdas/notify-partner/partner.ts';
import { createPickOrder } from '../../lambdas/pick-order/pick-order.ts';
import type { ShippingQuotes } from '../../lambdas/pick-order/shipping-quotes.ts';
import { createSalesProjection } from '../../lambdas/sales-projection/sales-projection.ts';
import type { ConsumerName } from './embedded-consumers.ts';

/** Names of the consumers that send to brokers or read there. */
export type BrokerConsumerName = Exclude<keyof typeof orders.consumers, ConsumerName>;

/** What they run on in one process. */
export interface EmbeddedBrokerPorts {
  readonly items: ItemStore;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Sends to what a consumer forwards to. */
  readonly forwarding: (consumer: BrokerConsumerName) => Publisher;
  readonly quotes: ShippingQuotes;
  readonly partner: Partner;
}

/** The bridges to brokers and the consumers behind them, composed as their programs do it, on the given ports. */
export function embeddedBrokerConsumers(ports: EmbeddedBrokerPorts): Readonly<Record<BrokerConsumerName, Consumer>> {
  const { forwarding, items, clock, ids, quotes, partner } = ports;
  const forwarder = (name: BrokerConsumerName): Consumer =>
    createForwarder({ name, handles: orders.consumers[name].handles, publisher: forwarding(name) });
  const inbox = { items, clock, ids, fingerprint };
  return {
    forwardToKafka: forwarder('forwardToKafka'),
    forwardToRabbit: forwarder('forwardToRabbit'),
    forwardToRedis: forwarder('forwardToRedis'),
    forwardToNats: forwarder('forwardToNats'),
    salesProjection: createSalesProjection(inbox),
    pickOrder: createPickOrder({ ...inbox, quotes }),
    liveOrders: createLiveOrders(inbox),
    notifyPartner: createNotifyPartner({ ...inbox, partner }),
  };
}
