import type { SQSEvent } from 'aws-lambda';
import { uuidSource } from '../../lambdas/adapters/system/uuid-source.ts';

/** A batch of messages as SQS hands it to a function; of a FIFO queue in five groups. */
export function sqsEvent(bodies: readonly string[], { fifo }: { readonly fifo: boolean }): SQSEvent {
  return {
    Records: bodies.map((body, place) => ({
      messageId: uuidSource.next(),
      receiptHandle: `receipt-${place}`,
      body,
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
