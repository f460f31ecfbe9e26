import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import type { QueueHandler } from '../../lambdas/adapters/lambda/queue-handler.ts';

/** What a poller works with. */
export interface SqsPollerOptions {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly handler: QueueHandler;
  /** What the handler is told that it has left. @default 30000 */
  readonly timeoutMs?: number;
}

/**
 * Makes what an event source mapping does with `ReportBatchItemFailures` on: hands a batch of a queue to a function and
 * deletes what it does not answer as failed; nothing when it throws. A poll answers how many records it took.
 */
export async function createSqsPoller(options: SqsPollerOptions): Promise<() => Promise<number>> {
  const { sqs, queueUrl: QueueUrl, handler, timeoutMs = 30_000 } = options;
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  const arn = Attributes?.QueueArn ?? '';
  return async () => {
    const { Messages: messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        ...{ QueueUrl, MaxNumberOfMessages: 10 },
        ...{ MessageSystemAttributeNames: ['All'], MessageAttributeNames: ['All'] },
      }),
    );
    if (messages.length > 0) {
      const event = { Records: messages.map((message) => sqsRecordOf(message, arn)) };
      const { batchItemFailures } = await handler(event, { getRemainingTimeInMillis: () => timeoutMs });
      const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      await forget(
        { sqs, QueueUrl },
        messages.filter(({ MessageId = '' }) => !failed.has(MessageId)),
      );
    }
    return messages.length;
  };
}

/** A received message as Lambda passes it to a function. */
export function sqsRecordOf(message: Message, eventSourceARN: string): SQSRecord {
  const { MessageId = '', ReceiptHandle = '', Body = '', Attributes = {}, MessageAttributes = {} } = message;
  const attributes = Object.entries(MessageAttributes).map(([name, { StringValue, DataType }]) => [
    name,
    { stringValue: StringValue, dataType: DataType ?? 'String', stringListValues: [], binaryListValues: [] },
  ]);
  return {
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '',
      SenderId: '',
      ApproximateFirstReceiveTimestamp: '',
      ...Attributes,
    },
    messageAttributes: Object.fromEntries(attributes) as SQSRecord['messageAttributes'],
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN,
    awsRegion: 'us-east-1',
  };
}

async function forget(
  { sqs, QueueUrl }: { readonly sqs: SQSClient; readonly QueueUrl: string },
  messages: readonly Message[],
): Promise<void> {
  if (messages.length > 0) {
    const Entries = messages.map(({ ReceiptHandle }, place) => ({ Id: String(place), ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  }
}
