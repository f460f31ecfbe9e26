import { createDynamoClient } from '../../lambdas/adapters/dynamodb/dynamo-client.ts';
import { createDynamoItemScan } from '../../lambdas/adapters/dynamodb/dynamo-item-scan.ts';
import { createDynamoItemStore } from '../../lambdas/adapters/dynamodb/dynamo-item-store.ts';
import { createS3Payloads } from '../../lambdas/adapters/s3/s3-payloads.ts';
import { createJitteredBackoff } from '../../lambdas/adapters/system/jittered-backoff.ts';
import { sleep } from '../../lambdas/adapters/system/sleep.ts';
import { systemClock } from '../../lambdas/adapters/system/system-clock.ts';
import { uuidSource } from '../../lambdas/adapters/system/uuid-source.ts';
import { orders } from '../../lambdas/contracts/orders/pipeline.ts';
import { ordersProjections } from '../../lambdas/projections/orders/orders-projections.ts';
import { backendError } from '../../localstack/backends/backend-error.ts';
import { deploymentOf } from '../../localstack/deploy/deployment-of.ts';
import { deployedOutputs } from '../command/deployed-outputs.ts';
import type { ParsedOptions } from '../command/parse-options.ts';
import { declaredTypes } from '../messages/declared-types.ts';
import { createEventsOperations } from './create-events-operations.ts';
import type { EventsOperations } from './events-operations.ts';

/**
 * Opens the events of what is deployed in the environment that the options name; clients are made from this process's
 * environment, which is set for it.
 *
 * @throws PipelineError `backend-failed` with what to do when nothing is deployed there.
 */
export async function deployedEvents(options: ParsedOptions): Promise<EventsOperations> {
  const { tableName, payloadBucketName, index } = deploymentOf(orders, await deployedOutputs(orders, options));
  if (index === undefined) {
    throw backendError('the pipeline must have an event index, found none', 'add eventIndex to its definition');
  }
  const client = createDynamoClient();
  const jitter = { sleep, random: Math.random };
  return createEventsOperations({
    ...{ categories: orders.eventIndex?.categories ?? [], projections: ordersProjections, types: declaredTypes },
    ...{ clock: systemClock, ids: uuidSource, sleep, backoff: createJitteredBackoff(jitter) },
    items: createDynamoItemStore({ client, tableName, ...jitter }),
    indexItems: createDynamoItemStore({ client, tableName: index.tableName, ...jitter }),
    scan: createDynamoItemScan({ client, tableName, ...jitter }),
    payloads: payloadBucketName === '' ? undefined : createS3Payloads({ bucketName: payloadBucketName }),
    close: () => {
      client.destroy();
      return Promise.resolve();
    },
  });
}
