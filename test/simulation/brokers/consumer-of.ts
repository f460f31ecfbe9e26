import type { Consumer } from '../../../lambdas/core/consume/consumer.ts';
import { quoteOf } from '../../../lambdas/quote-shipping/quote-of.ts';
import {
  type BrokerConsumerName,
  type EmbeddedBrokerPorts,
  embeddedBrokerConsumers,
} from '../../../localstack/embedded/embedded-broker-consumers.ts';
import type { Process } from '../schedule/process.ts';
import { defective } from '../stage/defective.ts';
import { itemsOf } from '../stage/items-of.ts';
import { publisherOf } from '../stage/publisher-of.ts';
import type { NewsWorld } from './news-world.ts';

/** Who sends to a broker or reads there, in one process: every call of its ports is a step. */
export function consumerOf(world: NewsWorld, process: Process, name: BrokerConsumerName): Consumer {
  const { brokers, clock, ids, ledger, mutation, scheduler } = world;
  const ports: EmbeddedBrokerPorts = {
    ...{ items: itemsOf(world, process), clock, ids },
    forwarding: (consumer) => publisherOf(world, process, brokers.forwarding(consumer)),
    quotes: {
      quote: (parcel) =>
        scheduler.call(process, { operation: 'notify', label: `quote ${parcel.orderId}` }, () =>
          Promise.resolve(quoteOf(parcel)),
        ),
    },
    partner: {
      announce: ({ key, orderId }) =>
        scheduler.call(process, { operation: 'notify', label: `announce ${orderId}` }, () => {
          ledger.note({ kind: 'notice', orderId, key });
          return Promise.resolve();
        }),
    },
  };
  return defective(world, name, embeddedBrokerConsumers(mutation.ports?.(ports) ?? ports)[name]);
}
