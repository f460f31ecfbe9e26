import { randomUUID } from 'node:crypto';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { createOperations } from '../../console/dlq/create-operations.ts';
import type { Operations } from '../../console/dlq/operations.ts';
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
import type { PipelineDefinition } from '../../lambdas/contracts/definition/pipeline-definition.ts';
import type { Consumer } from '../../lambdas/core/consume/consumer.ts';
import type { RetryDelay } from '../../lambdas/core/consume/full-jitter.ts';
import { keyOrderOf } from '../../lambdas/core/consume/key-order-of.ts';
import { createEventTable } from './create-event-table.ts';
import { type MadeQueue, createQueues, deleteQueues } from './create-queues.ts';
import { createSqsPoller } from './sqs-poller.ts';

/** The queues and the table of a definition on the local endpoint, all empty, and what an operator does to them. */
export interface SqsOperations {
  readonly operations: Operations;
  /** Connects a consumer to a queue, as Lambda does it; a poll answers how many records it took. */
  reader(
    queue: string,
    parts: { readonly consumer: Consumer; readonly retryDelay: RetryDelay },
  ): Promise<() => Promise<number>>;
  close(): Promise<void>;
}

/** Makes them. */
export async function openSqsOperations(definition: PipelineDefinition): Promise<SqsOperations> {
  const prefix = `${definition.name}-${randomUUID().slice(0, 8)}`;
  const sqs = createSqsClient();
  const sns = createSnsClient();
  const dynamo = createDynamoClient();
  await createEventTable(dynamo, prefix);
  const queues = await createQueues(sqs, definition, { prefix, visibilitySeconds: 30 });
  const jitter = { sleep, random: Math.random };
  const backoff = createJitteredBackoff(jitter);
  const items = createDynamoItemStore({ client: dynamo, tableName: prefix, ...jitter });
  const made = (queue: string): MadeQueue => queues[queue] ?? { url: '', deadLetterUrl: '', fifo: false };
  return {
    operations: createOperations({
      ...{ definition, items, clock, ids: uuidSource, backoff, sleep, payloads: undefined },
      sourcesOf: (queue) => {
        const { deadLetterUrl: deadLetterQueueUrl, fifo } = made(queue);
        return [createSqsDeadLetterQueue({ sqs, deadLetterQueueUrl, fifo })];
      },
      senderOf: (queue) => {
        const { url: queueUrl, fifo } = made(queue);
        return createQueueSender({ sqs, sns, ...jitter, queueUrl, fifo });
      },
      close: () => Promise.resolve(),
    }),
    reader: (queue, { consumer, retryDelay }) => {
      const { url: queueUrl, deadLetterUrl: deadLetterQueueUrl, fifo } = made(queue);
      const order = keyOrderOf(definition, { items, clock, backoff, queue });
      const handler = createQueueHandler({
        ...{ consumer, clock, retryDelay, telemetry: silentTelemetry, ...(order && { order }) },
        visibility: createSqsVisibility({ sqs, queueUrl }),
        parking: createDeadLetterParking({ sqs, deadLetterQueueUrl, fifo }),
      });
      return createSqsPoller({ sqs, queueUrl, handler });
    },
    close: async () => {
      await deleteQueues(sqs, queues);
      await dynamo.send(new DeleteTableCommand({ TableName: prefix }));
      for (const client of [sqs, sns, dynamo]) {
        client.destroy();
      }
    },
  };
}
