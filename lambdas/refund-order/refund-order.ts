import type { Consumer } from '../core/consume/consumer.ts';
import { type SagaConsumerOptions, createSagaConsumer } from '../core/saga/saga-consumer.ts';
import { refund } from './refund.ts';

/** Leads every matched part of a return to its refund. */
export function createRefundOrder(ports: Omit<SagaConsumerOptions, 'name' | 'definitions' | 'store'>): Consumer {
  return createSagaConsumer({ name: 'refundOrder', definitions: [refund], store: 'refund', ...ports });
}
