import { CreateQueueCommand, DeleteQueueCommand, GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { PipelineDefinition } from '../../lambdas/contracts/definition/pipeline-definition.ts';
import { receiveLimits } from '../../lambdas/contracts/definition/receive-limits.ts';

/** A queue that was made, and its dead-letter queue. */
export interface MadeQueue {
  readonly url: string;
  readonly deadLetterUrl: string;
  readonly fifo: boolean;
}

/** Makes the queues of a definition, each with its dead-letter queue and as many receives as the stacks give it. */
export async function createQueues(
  sqs: SQSClient,
  definition: PipelineDefinition,
  { prefix, visibilitySeconds }: { readonly prefix: string; readonly visibilitySeconds: number },
): Promise<Readonly<Record<string, MadeQueue>>> {
  const made: Record<string, MadeQueue> = {};
  for (const [name, { fifo }] of Object.entries(definition.queues)) {
    const create = async (title: string, attributes: Readonly<Record<string, string>>): Promise<string> => {
      const { QueueUrl = '' } = await sqs.send(
        new CreateQueueCommand({
          QueueName: `${prefix}-${title}${fifo ? '.fifo' : ''}`,
          Attributes: {
            VisibilityTimeout: String(visibilitySeconds),
            ...attributes,
            ...(fifo && { FifoQueue: 'true' }),
          },
        }),
      );
      return QueueUrl;
    };
    const deadLetterUrl = await create(`${name}-dead`, {});
    const RedrivePolicy = JSON.stringify({
      deadLetterTargetArn: await arnOf(sqs, deadLetterUrl),
      maxReceiveCount: receiveLimits(definition, name)?.broker,
    });
    made[name] = { fifo, deadLetterUrl, url: await create(name, { RedrivePolicy }) };
  }
  return made;
}

/** Removes them again. */
export async function deleteQueues(sqs: SQSClient, made: Readonly<Record<string, MadeQueue>>): Promise<void> {
  const urls = Object.values(made).flatMap(({ url, deadLetterUrl }) => [url, deadLetterUrl]);
  await Promise.all(urls.map((QueueUrl) => sqs.send(new DeleteQueueCommand({ QueueUrl }))));
}

async function arnOf(sqs: SQSClient, QueueUrl: string): Promise<string> {
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  return Attributes?.QueueArn ?? '';
}
