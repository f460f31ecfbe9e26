import { randomUUID } from 'node:crypto';
import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  DeleteEventSourceMappingCommand,
  DeleteFunctionCommand,
  type LambdaClient,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { zipOf } from './zip-of.ts';

/** Queues whose messages a deployed function takes and forgets. */
export interface ConsumedQueues {
  readonly mappingOf: (queue: string) => string;
  readonly send: (queue: string, body: string) => Promise<void>;
  /** Messages that wait or are in flight. */
  readonly left: (queue: string) => Promise<number>;
  readonly remove: () => Promise<void>;
}

const code = `
export const handler = async ({ Records }) => {
  console.log(JSON.stringify({ records: Records.length }));
  return { batchItemFailures: [] };
};
`;

/** Makes the queues, the function, and a mapping from each queue to it. */
export async function consumedQueues(
  { lambda, sqs }: { readonly lambda: LambdaClient; readonly sqs: SQSClient },
  queues: readonly string[],
): Promise<ConsumedQueues> {
  const FunctionName = `consumed-${randomUUID()}`;
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      ...{ Runtime: 'nodejs24.x', Handler: 'index.handler', Role: 'arn:aws:iam::000000000000:role/any', Timeout: 5 },
      Code: { ZipFile: zipOf('index.mjs', code) },
    }),
  );
  await waitUntilFunctionActiveV2({ client: lambda, minDelay: 1, maxWaitTime: 30 }, { FunctionName });
  const urls = new Map<string, string>();
  const mappings = new Map<string, string>();
  for (const queue of queues) {
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: `${queue}-${randomUUID()}` }));
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
    const { UUID = '' } = await lambda.send(
      new CreateEventSourceMappingCommand({
        ...{ FunctionName, EventSourceArn: Attributes?.QueueArn, BatchSize: 5 },
        ...{ FunctionResponseTypes: ['ReportBatchItemFailures'], ScalingConfig: { MaximumConcurrency: 2 } },
      }),
    );
    urls.set(queue, QueueUrl);
    mappings.set(queue, UUID);
  }
  const urlOf = (queue: string): string => urls.get(queue) ?? '';
  return {
    mappingOf: (queue) => mappings.get(queue) ?? '',
    send: async (queue, body) => {
      await sqs.send(new SendMessageCommand({ QueueUrl: urlOf(queue), MessageBody: body }));
    },
    left: async (queue) => {
      const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
      const { Attributes = {} } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: urlOf(queue), AttributeNames: [...AttributeNames] }),
      );
      return AttributeNames.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
    },
    remove: async () => {
      for (const UUID of mappings.values()) {
        await lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
      }
      for (const QueueUrl of urls.values()) {
        await sqs.send(new DeleteQueueCommand({ QueueUrl }));
      }
      await lambda.send(new DeleteFunctionCommand({ FunctionName }));
    },
  };
}
