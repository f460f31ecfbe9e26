import { randomUUID } from 'node:crypto';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { CreateQueueCommand, DeleteQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDynamoClient } from '../../lambdas/adapters/dynamodb/dynamo-client.ts';
import { createDynamoItemStore } from '../../lambdas/adapters/dynamodb/dynamo-item-store.ts';
import { createSnsClient } from '../../lambdas/adapters/sns-sqs/sns-client.ts';
import { createSnsSqsPublisher } from '../../lambdas/adapters/sns-sqs/sns-sqs-publisher.ts';
import { createSqsClient } from '../../lambdas/adapters/sns-sqs/sqs-client.ts';
import { sha256Fingerprint } from '../../lambdas/adapters/system/sha256-fingerprint.ts';
import { sleep } from '../../lambdas/adapters/system/sleep.ts';
import { uuidSource } from '../../lambdas/adapters/system/uuid-source.ts';
import { routesOf } from '../../lambdas/contracts/definition/routes-of.ts';
import { ReserveStock } from '../../lambdas/contracts/orders/inventory-messages.ts';
import { orders } from '../../lambdas/contracts/orders/pipeline.ts';
import type { Publisher } from '../../lambdas/core/ports/publisher.ts';
import {
  createDeduplicatingPublisher,
  type DeduplicatingPublisher,
  type PublishOnce,
} from '../../lambdas/core/publish/deduplicating-publisher.ts';
import { createEventTable } from '../support/create-event-table.ts';

const leaseMs = 30_000;
const draft = ReserveStock.of({ orderId: 'o1', lines: [{ sku: 'sku-1', quantity: 1 }] });
const dynamo = createDynamoClient();
const sqs = createSqsClient();
const sns = createSnsClient();
const tableName = `deduplicating-publisher-${randomUUID()}`;
const items = createDynamoItemStore({ client: dynamo, tableName, sleep, random: Math.random });
let queueUrl: string;

const toQueue = createSnsSqsPublisher({
  ...{ sqs, sns, routes: routesOf(orders), sleep, random: Math.random },
  addressOf: () => queueUrl,
});

/** A producer whose clock is ahead by so many milliseconds. */
function producer(publisher: Publisher = toQueue, ahead = 0): DeduplicatingPublisher {
  const clock = { now: () => Date.now() + ahead };
  const source = '/orders/api';
  return createDeduplicatingPublisher({
    items,
    publisher,
    source,
    clock,
    ids: uuidSource,
    fingerprint: sha256Fingerprint,
  });
}

const once = (key: string, ahead = 0): PublishOnce => ({ key, deadline: Date.now() + ahead + leaseMs });

/** The ids of all messages in the queue, which are then hidden. */
async function arrivedIds(): Promise<readonly string[]> {
  const ids: string[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['id'] }),
    );
    if (Messages.length === 0) {
      return ids;
    }
    ids.push(...Messages.map(({ MessageAttributes }) => MessageAttributes?.['id']?.StringValue ?? ''));
  }
}

beforeAll(async () => {
  await createEventTable(dynamo, tableName);
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: tableName }));
  queueUrl = QueueUrl;
});

afterAll(async () => {
  await sqs.send(new DeleteQueueCommand({ QueueUrl: queueUrl }));
  await dynamo.send(new DeleteTableCommand({ TableName: tableName }));
  for (const client of [dynamo, sqs, sns]) {
    client.destroy();
  }
});

describe('failure mode 31: a key on a real queue and a real table', () => {
  it('sends one message for 25 requests of one key at once', async () => {
    const answers = await Promise.all(Array.from({ length: 25 }, () => producer().publish(draft, once('at-once'))));

    expect(answers.filter((answer) => answer.kind === 'ok' && !answer.duplicate)).toHaveLength(1);
    const ids = await arrivedIds();
    expect(ids).toHaveLength(1);
    expect(await producer().publish(draft, once('at-once'))).toEqual({
      kind: 'ok',
      duplicate: true,
      messageId: ids[0],
    });
  });

  it('sends again, once the lease is over, what a producer sent before it died', async () => {
    const dies: Publisher = {
      publish: async (messages) => {
        await toQueue.publish(messages);
        return new Promise(() => undefined);
      },
    };
    const arrived: string[] = [];
    void producer(dies).publish(draft, once('died'));
    for (const deadline = Date.now() + 20_000; arrived.length === 0 && Date.now() < deadline;) {
      arrived.push(...(await arrivedIds()));
    }
    expect(await producer().publish(draft, once('died'))).toMatchObject({ kind: 'retry' });

    const later = 2 * leaseMs;
    const answer = await producer(toQueue, later).publish(draft, once('died', later));

    arrived.push(...(await arrivedIds()));
    const id = answer.kind === 'ok' ? answer.messageId : '';
    expect(arrived).toEqual([id, id]);
  });

  it('sends at the next try what the queue did not take', async () => {
    const url = queueUrl;
    queueUrl = `${url}-gone`;
    expect(await producer().publish(draft, once('refused'))).toMatchObject({ kind: 'retry' });
    queueUrl = url;

    const answer = await producer().publish(draft, once('refused'));

    expect(answer).toMatchObject({ kind: 'ok', duplicate: false });
    expect(await arrivedIds()).toEqual([answer.kind === 'ok' && answer.messageId]);
  });
});
