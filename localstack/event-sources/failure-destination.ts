import { GetQueueUrlCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';

/** Takes the documents about what was given up. */
export interface FailureDestination {
  send(document: Readonly<Record<string, unknown>>): Promise<void>;
}

/**
 * Opens the on-failure queue of a mapping; without one, what is given up is told to nobody, as on AWS.
 *
 * @throws PipelineError `backend-failed` for a destination that is no queue.
 */
export async function openFailureDestination(sqs: SQSClient, arn: string | undefined): Promise<FailureDestination> {
  if (arn === undefined) {
    return { send: () => Promise.resolve() };
  }
  const [, , service, , , queueName] = arn.split(':');
  if (service !== 'sqs' || queueName === undefined) {
    throw new PipelineError(`an on-failure destination must be a queue, got "${arn}"`, { code: 'backend-failed' });
  }
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queueName }));
  return {
    send: async (document) => {
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(document) }));
    },
  };
}
