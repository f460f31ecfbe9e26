import type { Consumer } from '../core/consume/consumer.ts';
import { type SagaConsumerOptions, createSagaConsumer } from '../core/saga/saga-consumer.ts';
import { fulfilment } from './fulfilment.ts';

/** Leads every placed order to its end. */
export function createFulfilOrder(ports: Omit<SagaConsumerOptions, 'name' | 'definitions' | 'store'>): Consumer {
  return createSagaConsumer({ name: 'fulfilOrder', definitions: [fulfilment], store: 'fulfilment', ...ports });
}
