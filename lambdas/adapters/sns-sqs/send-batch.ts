import { PublishBatchCommand, type SNSClient } from '@aws-sdk/client-sns';
import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Home } from '../../contracts/definition/home.ts';
import type { OutgoingMessage } from '../../core/ports/publisher.ts';
import { type BatchOutput, entryAnswers, type EntryAnswer } from './entry-answers.ts';
import { messageAttributes } from './message-attributes.ts';
import type { Batch } from './pack-batches.ts';
import { stringAttributes, type StringAttributes } from './string-attributes.ts';

/** What sending needs. */
export interface SendBatchDependencies {
  readonly sqs: Pick<SQSClient, 'send'>;
  readonly sns: Pick<SNSClient, 'send'>;
  /** The ARN of a topic, the URL of a queue. */
  readonly addressOf: (home: Home) => string;
}

/** A message with what its broker said about it. */
export interface AnsweredMessage {
  readonly message: OutgoingMessage;
  readonly answer: EntryAnswer;
}

/**
 * Sends a batch in one call and answers for each of its messages; never rejects.
 *
 * When the call itself fails, all of its messages do, and none is worth another try here: the SDK has made its own.
 */
export async function sendBatch(
  dependencies: SendBatchDependencies,
  batch: Batch,
): Promise<readonly AnsweredMessage[]> {
  const answerFor = await call(dependencies, batch).then(entryAnswers, callFailed);
  return batch.messages.map((message, place) => ({ message, answer: answerFor(place) }));
}

function callFailed(cause: unknown): () => EntryAnswer {
  const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : 'the call failed';
  return () => ({ accepted: false, reason, retryable: false });
}

async function call({ sqs, sns, addressOf }: SendBatchDependencies, { home, messages }: Batch): Promise<BatchOutput> {
  const entries = messages.map((message, place) => ({ body: message.body, ...entryOf(home, message, place) }));
  return home.kind === 'queue'
    ? sqs.send(
        new SendMessageBatchCommand({
          QueueUrl: addressOf(home),
          Entries: entries.map(({ body, ...entry }) => ({ ...entry, MessageBody: body })),
        }),
      )
    : sns.send(
        new PublishBatchCommand({
          TopicArn: addressOf(home),
          PublishBatchRequestEntries: entries.map(({ body, ...entry }) => ({ ...entry, Message: body })),
        }),
      );
}

interface Entry {
  readonly Id: string;
  readonly MessageAttributes: StringAttributes;
  readonly MessageGroupId: string;
  readonly MessageDeduplicationId?: string;
}

/**
 * Where there is no order, the group makes a queue fair among keys.
 *
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html
 */
function entryOf({ fifo }: Home, message: OutgoingMessage, place: number): Entry {
  return {
    Id: String(place),
    MessageAttributes: stringAttributes(messageAttributes(message)),
    MessageGroupId: message.key,
    ...(fifo && { MessageDeduplicationId: message.id }),
  };
}
