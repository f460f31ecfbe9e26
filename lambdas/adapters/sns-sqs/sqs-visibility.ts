import { ChangeMessageVisibilityCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Visibility } from '../../core/ports/visibility.ts';

/** What a change of visibility works with. */
export interface SqsVisibilityDependencies {
  readonly sqs: Pick<SQSClient, 'send'>;
  readonly queueUrl: string;
}

/** Makes the visibility of a queue's records; one that is no longer in flight is refused with the SDK's error. */
export function createSqsVisibility({ sqs, queueUrl }: SqsVisibilityDependencies): Visibility {
  return {
    async delay({ receipt }, seconds) {
      await sqs.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: queueUrl,
          ReceiptHandle: receipt,
          VisibilityTimeout: seconds,
        }),
      );
    },
  };
}
