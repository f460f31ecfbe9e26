import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, DeleteObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { createDynamoClient } from '../../lambdas/adapters/dynamodb/dynamo-client.ts';
import { createDynamoItemStore } from '../../lambdas/adapters/dynamodb/dynamo-item-store.ts';
import { createQueueHandler } from '../../lambdas/adapters/lambda/queue-handler.ts';
import { createS3Payloads } from '../../lambdas/adapters/s3/s3-payloads.ts';
import { createDeadLetterParking } from '../../lambdas/adapters/sns-sqs/dead-letter-parking.ts';
import { fitsHome } from '../../lambdas/adapters/sns-sqs/fits-home.ts';
import { createSnsClient } from '../../lambdas/adapters/sns-sqs/sns-client.ts';
import { createSnsSqsPublisher } from '../../lambdas/adapters/sns-sqs/sns-sqs-publisher.ts';
import { createSqsClient } from '../../lambdas/adapters/sns-sqs/sqs-client.ts';
import { createSqsVisibility } from '../../lambdas/adapters/sns-sqs/sqs-visibility.ts';
import { systemClock } from '../../lambdas/adapters/system/system-clock.ts';
import { uuidSource } from '../../lambdas/adapters/system/uuid-source.ts';
import type { Routes } from '../../lambdas/contracts/definition/routes-of.ts';
import { event } from '../../lambdas/contracts/events/event-type.ts';
import { messageLimits } from '../../lambdas/contracts/message-limits.ts';
import type { Consumer } from '../../lambdas/core/consume/consumer.ts';
import { ok } from '../../lambdas/core/consume/outcome.ts';
import type { Fold } from '../../lambdas/core/event-store/decider.ts';
import { createEventStore } from '../../lambdas/core/event-store/event-store.ts';
import { emptyStream } from '../../lambdas/core/event-store/loaded-stream.ts';
import { tipKey } from '../../lambdas/core/event-store/tip.ts';
import { createMessageWriter } from '../../lambdas/core/outbox/message-writer.ts';
import { createOutboxDispatch } from '../../lambdas/core/outbox/outbox-dispatch.ts';
import { outboxEntries } from '../../lambdas/core/outbox/outbox-entries.ts';
import { createSpill } from '../../lambdas/core/payload/spill.ts';
import { createEventTable } from '../support/create-event-table.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { createSqsPoller } from '../support/sqs-poller.ts';

const Noted = event('test.noted', { schema: z.object({ key: z.string(), text: z.string() }), key: ({ key }) => key });
const fold: Fold<number, readonly [typeof Noted]> = {
  category: 'note',
  initial: 0,
  events: [Noted],
  evolve: (length, { data }) => length + data.text.length,
};
const text = 'é😀'.repeat(60_000);

const run = randomUUID().slice(0, 8);
const waits = {
  sleep: async (ms: number) => {
    await sleep(ms);
  },
  random: Math.random,
};
const dynamo = createDynamoClient();
const [sns, sqs, s3] = [createSnsClient(), createSqsClient(), new S3Client({ forcePathStyle: true })];
const items = createDynamoItemStore({ client: dynamo, tableName: `spilled-${run}`, ...waits });
const bucketName = `spilled-${run}`;
const payloads = createS3Payloads({ bucketName });
const telemetry = recordingTelemetry();

let topicArn: string;
let queueUrl: string;
let deadLetterQueueUrl: string;
let received: string[];

beforeAll(async () => {
  await createEventTable(dynamo, `spilled-${run}`);
  await s3.send(new CreateBucketCommand({ Bucket: bucketName }));
  const { TopicArn = '' } = await sns.send(
    new CreateTopicCommand({ Name: `spilled-${run}.fifo`, Attributes: { FifoTopic: 'true' } }),
  );
  topicArn = TopicArn;
  deadLetterQueueUrl = await queueOf(`spilled-dead-${run}.fifo`);
  queueUrl = await queueOf(`spilled-${run}.fifo`);
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] }),
  );
  await sns.send(
    new SubscribeCommand({
      ...{ TopicArn, Protocol: 'sqs', Endpoint: Attributes?.QueueArn },
      Attributes: { RawMessageDelivery: 'true' },
    }),
  );
});

afterAll(async () => {
  await dynamo.send(new DeleteTableCommand({ TableName: `spilled-${run}` }));
  for (const client of [dynamo, sns, sqs, s3]) {
    client.destroy();
  }
});

beforeEach(() => {
  received = [];
});

async function queueOf(QueueName: string): Promise<string> {
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes: { FifoQueue: 'true' } }));
  return QueueUrl;
}

const routes: Routes = {
  homeOf: () => ({ kind: 'topic', name: 'facts', fifo: true, maxMessageBytes: messageLimits.topicBytes }),
};

/** The consumer that writes: it commits to the table, puts long data into the bucket and publishes to the topic. */
function writing(): ReturnType<typeof createEventStore> {
  const publisher = createSnsSqsPublisher({ sns, sqs, routes, addressOf: () => topicArn, ...waits });
  return createEventStore({
    items,
    writer: createMessageWriter({ ids: uuidSource, clock: systemClock, source: '/test' }),
    publishes: [Noted],
    payloads,
    spill: createSpill({ payloads, spillBytes: 64 * 1024, fitsHome: fitsHome(routes) }),
    dispatch: createOutboxDispatch({ items, publisher, telemetry, clock: systemClock }),
  });
}

/** The consumer that reads, as a function behind the queue. */
async function reading(): Promise<() => Promise<number>> {
  const consumer: Consumer<readonly [typeof Noted]> = {
    name: 'noter',
    handles: [Noted],
    handle: ({ data }) => {
      received.push(data.text);
      return Promise.resolve(ok());
    },
  };
  const parking = createDeadLetterParking({ sqs, deadLetterQueueUrl, fifo: true });
  const visibility = createSqsVisibility({ sqs, queueUrl });
  const handler = createQueueHandler({ consumer, parking, visibility, telemetry, clock: systemClock, payloads });
  return createSqsPoller({ sqs, queueUrl, handler });
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 20_000; !(await holds());) {
    if (Date.now() > deadline) {
      throw new RangeError('what was waited for did not come');
    }
    await sleep(50);
  }
}

const append = (key: string): Promise<unknown> =>
  writing().append(fold, {
    after: emptyStream(fold, `note-${key}`),
    events: [Noted.of({ key, text })],
    cause: undefined,
  });

describe('a message of more than 256 KiB', () => {
  it('goes from its commit through topic and queue to a handler, which sees all of it', async () => {
    const poll = await reading();

    await append('a');
    await until(async () => (await poll()) > 0);

    expect(Buffer.byteLength(text)).toBeGreaterThan(messageLimits.topicBytes);
    expect(received.map((one) => one === text)).toEqual([true]);
    expect(outboxEntries(await items.get(tipKey('note-a')))).toEqual([]);
    expect((await writing().load(fold, 'note-a')).state).toBe(text.length);
  });

  it('is parked with its reason, and not retried for ever, when its data is gone', async () => {
    const poll = await reading();
    await append('b');
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucketName }));
    for (const { Key } of Contents) {
      await s3.send(new DeleteObjectCommand({ Bucket: bucketName, Key }));
    }

    await until(async () => (await poll()) > 0);

    expect(received).toEqual([]);
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: deadLetterQueueUrl, MessageAttributeNames: ['All'] }),
    );
    expect(Messages.map(({ Body }) => Body?.includes(`"dataref":"s3://${bucketName}/streams/`))).toEqual([true]);
    expect(JSON.stringify(Messages[0]?.MessageAttributes)).toContain('payload-missing');
  });
});
