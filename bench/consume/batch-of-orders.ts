import type { SQSEvent } from 'aws-lambda';
import { OrderPlaced } from '../../lambdas/contracts/orders/order-messages.ts';
import { createMessageWriter } from '../../lambdas/core/outbox/message-writer.ts';
import { systemClock } from '../../lambdas/adapters/system/system-clock.ts';
import { uuidSource } from '../../lambdas/adapters/system/uuid-source.ts';

/** Records of a batch: the default and, without a batching window, the most that SQS gives a function. */
export const recordsPerBatch = 10;

/** A batch of placed orders of three lines each, as SQS hands it to a function; of a FIFO queue in five groups. */
export function batchOfOrders({ fifo }: { readonly fifo: boolean }): SQSEvent {
  const writer = createMessageWriter({ ids: uuidSource, clock: systemClock, source: '/orders/place-order' });
  return {
    Records: Array.from({ length: recordsPerBatch }, (_, place) => ({
      messageId: uuidSource.next(),
      receiptHandle: `receipt-${place}`,
      body: JSON.stringify(writer.write(OrderPlaced.of(orderOf(place)), undefined)),
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: '1767225600000',
        SenderId: 'AIDAIENQZJOLO23YVJ4VO',
        ApproximateFirstReceiveTimestamp: '1767225600001',
        ...(fifo ? { MessageGroupId: `order-${place % 5}` } : {}),
      },
      messageAttributes: {},
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: `arn:aws:sqs:eu-west-1:000000000000:orders${fifo ? '.fifo' : ''}`,
      awsRegion: 'eu-west-1',
    })),
  };
}

function orderOf(place: number): Parameters<typeof OrderPlaced.of>[0] {
  return {
    orderId: `order-${place}`,
    customerId: `customer-${place}`,
    placedAt: '2026-01-01T00:00:00Z',
    lines: ['CD', 'LP', 'MC'].map((sku) => ({ sku, quantity: 2, amount: 1_299 })),
    total: 3_897,
  };
}
