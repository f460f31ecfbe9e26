import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateTopicCommand, DeleteTopicCommand, type SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { deadLetterQueueOf } from '../../lambdas/adapters/memory/broker/dead-letter-queue-of.ts';
import { queueRecord } from '../../lambdas/adapters/lambda/queue-record.ts';
import { createQueueSender } from '../../lambdas/adapters/sns-sqs/queue-sender.ts';
import { createSqsDeadLetterQueue } from '../../lambdas/adapters/sns-sqs/sqs-dead-letter-queue.ts';
import { createDeadLetterParking } from '../../lambdas/adapters/sns-sqs/dead-letter-parking.ts';
import { createSnsClient } from '../../lambdas/adapters/sns-sqs/sns-client.ts';
import { createSnsSqsPublisher } from '../../lambdas/adapters/sns-sqs/sns-sqs-publisher.ts';
import { createSqsClient } from '../../lambdas/adapters/sns-sqs/sqs-client.ts';
import { createSqsVisibility } from '../../lambdas/adapters/sns-sqs/sqs-visibility.ts';
import { routesOf } from '../../lambdas/contracts/definition/routes-of.ts';
import { countCommands } from '../support/counting-client.ts';
import { messagingConformance, type OpenMessaging } from './messaging-conformance.ts';
import { messaging, visibilitySecondsOf } from './messaging-definition.ts';
import { sqsRecordOf } from '../support/sqs-poller.ts';

messagingConformance('sns and sqs', async () => {
  const sqs = createSqsClient();
  const sns = createSnsClient();
  return openMessaging({ sqs, sns }, await createTopology({ sqs, sns }));
});

describe('messaging (sns and sqs): requests', () => {
  it.each([
    ['begun', 'PublishBatchCommand'],
    ['work', 'SendMessageBatchCommand'],
  ])('sends 25 messages of type %s in 3 calls', async (type, command) => {
    const clients = { sqs: createSqsClient(), sns: createSnsClient() };
    const opened = openMessaging(clients, await createTopology(clients));
    const counts = [countCommands(clients.sqs), countCommands(clients.sns)];

    await opened.publisher.publish(
      Array.from({ length: 25 }, (_, index) => ({ id: `m${index}`, type, key: `k${index}`, body: '{}' })),
    );

    expect(Object.assign({}, ...counts.map(({ sent }) => sent))).toEqual({ [command]: 3 });
    await opened.close();
  });
});

interface Clients {
  readonly sqs: SQSClient;
  readonly sns: SNSClient;
}

interface Topology {
  readonly urls: ReadonlyMap<string, string>;
  readonly topics: ReadonlyMap<string, string>;
}

function openMessaging({ sqs, sns }: Clients, { urls, topics }: Topology): OpenMessaging {
  const urlOf = (name: string): string => found(urls, name);
  const isFifo = (name: string): boolean => urlOf(name).endsWith('.fifo');
  // The record of a queue says by its ARN whether the queue is FIFO.
  const arnLike = (name: string): string => (isFifo(name) ? 'arn:aws:sqs:queue.fifo' : 'arn:aws:sqs:queue');
  const receive = async (name: string, most: number): Promise<readonly Message[]> => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: urlOf(name),
        MaxNumberOfMessages: most,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
    );
    return Messages;
  };
  return {
    publisher: createSnsSqsPublisher({
      sqs,
      sns,
      routes: routesOf(messaging),
      addressOf: ({ kind, name }) => found(kind === 'queue' ? urls : topics, name),
      ...waits,
    }),
    receive: async (name, most) =>
      (await receive(name, most)).map((message) => queueRecord(sqsRecordOf(message, arnLike(name)))),
    delete: async (name, receipt) => {
      await sqs.send(new DeleteMessageCommand({ QueueUrl: urlOf(name), ReceiptHandle: receipt }));
    },
    visibility: (name) => createSqsVisibility({ sqs, queueUrl: urlOf(name) }),
    parking: (name) =>
      createDeadLetterParking({ sqs, deadLetterQueueUrl: urlOf(deadLetterQueueOf(name)), fifo: isFifo(name) }),
    deadLetters: (name) =>
      createSqsDeadLetterQueue({ sqs, deadLetterQueueUrl: urlOf(deadLetterQueueOf(name)), fifo: isFifo(name) }),
    sender: (name) => createQueueSender({ ...{ sqs, sns, queueUrl: urlOf(name), fifo: isFifo(name) }, ...waits }),
    pass: async () => {
      await sleep(1000);
    },
    close: async () => {
      await Promise.all([...urls.values()].map((QueueUrl) => sqs.send(new DeleteQueueCommand({ QueueUrl }))));
      await Promise.all([...topics.values()].map((TopicArn) => sns.send(new DeleteTopicCommand({ TopicArn }))));
      sqs.destroy();
      sns.destroy();
    },
  };
}

const waits = {
  sleep: async (milliseconds: number): Promise<void> => {
    await sleep(milliseconds);
  },
  random: Math.random,
};

async function createTopology(clients: Clients): Promise<Topology> {
  const run = randomUUID().slice(0, 8);
  const urls = new Map<string, string>();
  const arns = new Map<string, string>();
  for (const [name, { fifo, deadLetter }] of Object.entries(messaging.queues)) {
    const create = async (queueName: string, attributes: Readonly<Record<string, string>>): Promise<void> => {
      const { url, arn } = await createQueue(clients.sqs, `${run}-${queueName}${fifo ? '.fifo' : ''}`, {
        ...attributes,
        ...(fifo && { FifoQueue: 'true' }),
      });
      urls.set(queueName, url);
      arns.set(queueName, arn);
    };
    await create(deadLetterQueueOf(name), {});
    await create(name, {
      VisibilityTimeout: String(visibilitySecondsOf(name)),
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: found(arns, deadLetterQueueOf(name)),
        maxReceiveCount: deadLetter.kind === 'queue' ? deadLetter.maxReceiveCount : 1000,
      }),
    });
  }
  return { urls, topics: await createTopics(clients.sns, run, arns) };
}

async function createQueue(
  sqs: SQSClient,
  QueueName: string,
  Attributes: Record<string, string>,
): Promise<{ readonly url: string; readonly arn: string }> {
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
  const attributes = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  return { url: QueueUrl, arn: attributes.Attributes?.QueueArn ?? '' };
}

async function createTopics(
  sns: SNSClient,
  run: string,
  queueArns: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const topics = new Map<string, string>();
  for (const [name, { fifo }] of Object.entries(messaging.topics)) {
    const { TopicArn = '' } = await sns.send(
      new CreateTopicCommand({
        Name: `${run}-${name}${fifo ? '.fifo' : ''}`,
        Attributes: fifo ? { FifoTopic: 'true', ContentBasedDeduplication: 'false' } : {},
      }),
    );
    topics.set(name, TopicArn);
  }
  for (const [queueName, { from }] of Object.entries(messaging.queues)) {
    for (const [topicName, types] of Object.entries(from)) {
      await sns.send(
        new SubscribeCommand({
          TopicArn: found(topics, topicName),
          Protocol: 'sqs',
          Endpoint: found(queueArns, queueName),
          Attributes: {
            RawMessageDelivery: 'true',
            FilterPolicy: JSON.stringify({ type: types.map(({ name }) => name) }),
          },
        }),
      );
    }
  }
  return topics;
}

function found(values: ReadonlyMap<string, string>, name: string): string {
  const value = values.get(name);
  if (value === undefined) {
    throw new TypeError(`"${name}" must have been created`);
  }
  return value;
}
