import { randomUUID } from 'node:crypto';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { createOperations } from '../../console/dlq/create-operations.ts';
import { createDynamoClient } from '../../lambdas/adapters/dynamodb/dynamo-client.ts';
import { createDynamoItemStore } from '../../lambdas/adapters/dynamodb/dynamo-item-store.ts';
import { createQueueHandler } from '../../lambdas/adapters/lambda/queue-handler.ts';
import { createDeadLetterParking } from '../../lambdas/adapters/sns-sqs/dead-letter-parking.ts';
import { createQueueSender } from '../../lambdas/adapters/sns-sqs/queue-sender.ts';
import { createSnsClient } from '../../lambdas/adapters/sns-sqs/sns-client.ts';
import { createSqsClient } from '../../lambdas/adapters/sns-sqs/sqs-client.ts';
import { createSqsDeadLetterQueue } from '../../lambdas/adapters/sns-sqs/sqs-dead-letter-queue.ts';
import { createSqsVisibility } from '../../lambdas/adapters/sns-sqs/sqs-visibility.ts';
import { createJitteredBackoff } from '../../lambdas/adapters/system/jittered-backoff.ts';
import { sleep } from '../../lambdas/adapters/system/sleep.ts';
import { systemClock as clock } from '../../lambdas/adapters/system/system-clock.ts';
import { uuidSource } from '../../lambdas/adapters/system/uuid-source.ts';
import { silentTelemetry } from '../../lambdas/adapters/telemetry/silent-telemetry.ts';
import { keyOrderOf } from '../../lambdas/core/dead-letter/key-order-of.ts';
import { createEventTable } from '../support/create-event-table.ts';
import { type MadeQueue, createQueues, deleteQueues } from '../support/create-queues.ts';
import { createSqsPoller } from '../support/sqs-poller.ts';
import { poisonConformance } from './poison-conformance.ts';
import { poison } from './poison-definition.ts';

poisonConformance('sns and sqs', async () => {
  const prefix = `poison-${randomUUID().slice(0, 8)}`;
  const sqs = createSqsClient();
  const sns = createSnsClient();
  const dynamo = createDynamoClient();
  await createEventTable(dynamo, prefix);
  const queues = await createQueues(sqs, poison, { prefix, visibilitySeconds: 30 });
  const jitter = { sleep, random: Math.random };
  const backoff = createJitteredBackoff(jitter);
  const items = createDynamoItemStore({ client: dynamo, tableName: prefix, ...jitter });
  const made = (queue: string): MadeQueue => queues[queue] ?? { url: '', deadLetterUrl: '', fifo: true };
  return {
    operations: createOperations({
      ...{ definition: poison, items, clock, ids: uuidSource, backoff, sleep, payloads: undefined },
      sourcesOf: (queue) => [
        createSqsDeadLetterQueue({ sqs, deadLetterQueueUrl: made(queue).deadLetterUrl, fifo: true }),
      ],
      senderOf: (queue) => createQueueSender({ sqs, sns, ...jitter, queueUrl: made(queue).url, fifo: true }),
      close: () => Promise.resolve(),
    }),
    reader: (queue, { consumer, retryDelay }) => {
      const { url: queueUrl, deadLetterUrl: deadLetterQueueUrl } = made(queue);
      const order = keyOrderOf(poison, { items, clock, backoff, queue });
      const handler = createQueueHandler({
        ...{ consumer, clock, retryDelay, telemetry: silentTelemetry, ...(order && { order }) },
        visibility: createSqsVisibility({ sqs, queueUrl }),
        parking: createDeadLetterParking({ sqs, deadLetterQueueUrl, fifo: true }),
      });
      return createSqsPoller({ sqs, queueUrl, handler });
    },
    pass: () => sleep(50),
    close: async () => {
      await deleteQueues(sqs, queues);
      await dynamo.send(new DeleteTableCommand({ TableName: prefix }));
      for (const client of [sqs, sns, dynamo]) {
        client.destroy();
      }
    },
  };
});
