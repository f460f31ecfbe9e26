import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { SourceRecord } from '../../core/consume/source-record.ts';
import type { Parking } from '../../core/ports/parking.ts';
import { messageBytes } from './message-bytes.ts';
import { messageLimits } from '../../contracts/message-limits.ts';
import { parkReason } from './park-reason.ts';
import { stringAttributes } from './string-attributes.ts';

/** What parking works with. */
export interface DeadLetterParkingDependencies {
  readonly sqs: Pick<SQSClient, 'send'>;
  readonly deadLetterQueueUrl: string;
  /** Whether the queue and its dead-letter queue are FIFO. */
  readonly fifo: boolean;
}

/**
 * Makes a parking in the dead-letter queue: the body as it came, and the reason as attribute `parkReason`.
 *
 * In a FIFO queue a record keeps its group and, parked again within five minutes, is kept once. The reason is left
 * out when the body alone fills the message.
 *
 * `park` throws PipelineError `publish-failed` (retryable) when the queue did not take the record.
 */
export function createDeadLetterParking(dependencies: DeadLetterParkingDependencies): Parking {
  const { sqs, deadLetterQueueUrl, fifo } = dependencies;
  return {
    async park(record, reason) {
      const command = new SendMessageCommand({
        QueueUrl: deadLetterQueueUrl,
        MessageBody: record.body,
        MessageAttributes: stringAttributes(attributesThatFit(record, reason)),
        ...(fifo && { MessageGroupId: record.group ?? record.id, MessageDeduplicationId: record.id }),
      });
      try {
        await sqs.send(command);
      } catch (cause) {
        throw new PipelineError(`the dead-letter queue must take record "${record.id}"`, {
          code: 'publish-failed',
          retryable: true,
          cause,
        });
      }
    },
  };
}

function attributesThatFit({ body }: SourceRecord, reason: string): Readonly<Record<string, string>> {
  const attributes = { parkReason: parkReason(reason) };
  return messageBytes(body, attributes) > messageLimits.queueBytes ? {} : attributes;
}
