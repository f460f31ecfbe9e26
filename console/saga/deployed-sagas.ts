import { createDynamoClient } from '../../lambdas/adapters/dynamodb/dynamo-client.ts';
import { createDynamoItemIndex } from '../../lambdas/adapters/dynamodb/dynamo-item-index.ts';
import { createDynamoItemScan } from '../../lambdas/adapters/dynamodb/dynamo-item-scan.ts';
import { createDynamoItemStore } from '../../lambdas/adapters/dynamodb/dynamo-item-store.ts';
import { createS3Payloads } from '../../lambdas/adapters/s3/s3-payloads.ts';
import { fitsHome } from '../../lambdas/adapters/sns-sqs/fits-home.ts';
import { sleep } from '../../lambdas/adapters/system/sleep.ts';
import { systemClock } from '../../lambdas/adapters/system/system-clock.ts';
import { uuidSource } from '../../lambdas/adapters/system/uuid-source.ts';
import { routesOf } from '../../lambdas/contracts/definition/routes-of.ts';
import { orders } from '../../lambdas/contracts/orders/pipeline.ts';
import { createSpill } from '../../lambdas/core/payload/spill.ts';
import { dueIndex } from '../../lambdas/core/saga/timers/due-shard.ts';
import { deploymentOf } from '../../localstack/deploy/deployment-of.ts';
import { deployedOutputs } from '../command/deployed-outputs.ts';
import type { ParsedOptions } from '../command/parse-options.ts';
import { type SagasParts, createSagas } from './create-sagas.ts';
import { declaredSagas } from './declared-sagas.ts';
import type { Sagas } from './sagas.ts';

/**
 * Opens the sagas of what is deployed in the environment that the options name; clients are made from this process's
 * environment, which is set for it.
 *
 * @throws PipelineError `backend-failed` with what to do when nothing is deployed there.
 */
export async function deployedSagas(options: ParsedOptions): Promise<Sagas> {
  const { tableName, payloadBucketName } = deploymentOf(orders, await deployedOutputs(orders, options));
  const client = createDynamoClient();
  const table = { client, tableName, sleep, random: Math.random };
  return createSagas({
    ...{ definition: orders, declared: declaredSagas, clock: systemClock, ids: uuidSource },
    ...payloadParts(payloadBucketName),
    items: createDynamoItemStore(table),
    index: createDynamoItemIndex(table, dueIndex),
    scan: createDynamoItemScan(table),
    close: () => {
      client.destroy();
      return Promise.resolve();
    },
  });
}

function payloadParts(bucketName: string): Pick<SagasParts, 'payloads' | 'spill'> {
  if (orders.payloads === undefined) {
    return {};
  }
  const { spillBytes } = orders.payloads;
  const payloads = createS3Payloads({ bucketName });
  return { payloads, spill: createSpill({ payloads, spillBytes, fitsHome: fitsHome(routesOf(orders)) }) };
}
