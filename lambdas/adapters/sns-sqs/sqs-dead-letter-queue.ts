import { DeleteMessageCommand, type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { redriveAttribute, redriveMark } from '../../contracts/events/redrive-mark.ts';
import { messageLimits } from '../../contracts/message-limits.ts';
import type { DeadLetterQueue, FoundDeadLetter } from '../../core/ports/dead-letter-queue.ts';

/** What collecting dead letters works with. */
export interface SqsDeadLetterQueueDependencies {
  readonly sqs: Pick<SQSClient, 'send'>;
  readonly deadLetterQueueUrl: string;
  /** On a standard queue the group only says who shares it fairly. */
  readonly fifo: boolean;
  /** How long what was taken stays hidden. @default 60 */
  readonly visibilitySeconds?: number;
}

/** Makes the dead letters of an SQS queue, standard or FIFO, as they are collected. Methods throw what the client throws. */
export function createSqsDeadLetterQueue(dependencies: SqsDeadLetterQueueDependencies): DeadLetterQueue {
  const { sqs, deadLetterQueueUrl: QueueUrl, fifo, visibilitySeconds = 60 } = dependencies;
  return {
    receive: async () => {
      const { Messages: messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: messageLimits.batchEntries,
          VisibilityTimeout: visibilitySeconds,
          // A short poll asks some of the servers and may miss what the others hold.
          WaitTimeSeconds: 1,
          MessageAttributeNames: ['parkReason', redriveAttribute],
          MessageSystemAttributeNames: ['MessageGroupId', 'ApproximateReceiveCount'],
        }),
      );
      return messages.map((message) => found(message, fifo));
    },
    delete: async ({ receipt }) => {
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: receipt }));
    },
  };
}

function found(message: Message, fifo: boolean): FoundDeadLetter {
  const { MessageId = '', Body = '', ReceiptHandle = '' } = message;
  return { id: MessageId, body: Body, receipt: ReceiptHandle, ...historyOf(message, fifo), ...markOf(message) };
}

function historyOf(
  { Attributes = {}, MessageAttributes = {} }: Message,
  fifo: boolean,
): Pick<FoundDeadLetter, 'group' | 'reason' | 'receiveCount'> {
  return {
    group: fifo ? Attributes.MessageGroupId : undefined,
    reason: MessageAttributes['parkReason']?.StringValue,
    // The receive that took it out is not one of its consumer's.
    receiveCount: Math.max(Number(Attributes.ApproximateReceiveCount ?? 1) - 1, 0),
  };
}

function markOf({ MessageAttributes = {} }: Message): Pick<FoundDeadLetter, 'redrive'> {
  const redrive = redriveMark(MessageAttributes[redriveAttribute]?.StringValue ?? '');
  return redrive === undefined ? {} : { redrive };
}
