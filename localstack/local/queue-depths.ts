import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** How many messages a queue shows, and how many of it are being handled. */
export interface QueueDepth {
  readonly waiting: number;
  readonly inFlight: number;
}

/** Reads the depth of each queue; SQS calls them approximate, because they lag by up to a minute on AWS. */
export async function queueDepths(
  sqs: SQSClient,
  urls: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, QueueDepth>> {
  const depths = Object.entries(urls).map(async ([name, url]) => {
    const { Attributes: attributes } = await sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: url,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      }),
    );
    return [
      name,
      {
        waiting: Number(attributes?.['ApproximateNumberOfMessages'] ?? 0),
        inFlight: Number(attributes?.['ApproximateNumberOfMessagesNotVisible'] ?? 0),
      },
    ] as const;
  });
  return new Map(await Promise.all(depths));
}
