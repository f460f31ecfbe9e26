import { createDynamoClient } from '../../lambdas/adapters/dynamodb/dynamo-client.ts';
import { createDynamoItemStore } from '../../lambdas/adapters/dynamodb/dynamo-item-store.ts';
import { sha256Fingerprint } from '../../lambdas/adapters/system/sha256-fingerprint.ts';
import { sleep } from '../../lambdas/adapters/system/sleep.ts';
import { systemClock } from '../../lambdas/adapters/system/system-clock.ts';
import { uuidSource } from '../../lambdas/adapters/system/uuid-source.ts';
import { orders } from '../../lambdas/contracts/orders/pipeline.ts';
import type { PipelineDefinition } from '../../lambdas/contracts/definition/pipeline-definition.ts';
import { createMessageWriter } from '../../lambdas/core/outbox/message-writer.ts';
import { createForgetPerson } from '../../lambdas/core/privacy/forget-person.ts';
import { stackOutputNames } from '../../lambdas/contracts/stack-output-names.ts';
import { backendError } from '../../localstack/backends/backend-error.ts';
import { deployedOutputs } from '../command/deployed-outputs.ts';
import type { ParsedOptions } from '../command/parse-options.ts';
import type { Forgetting } from './forgetting.ts';

/**
 * Opens what is deployed in the environment that the options name; clients are made from this process's environment,
 * which is set for it.
 *
 * @throws PipelineError `backend-failed` with what to do when nothing is deployed there.
 */
export async function deployedForgetting(options: ParsedOptions): Promise<Forgetting> {
  const definition: PipelineDefinition = orders;
  const tableName = tableIn(await deployedOutputs(definition, options));
  const client = createDynamoClient();
  const [clock, ids] = [systemClock, uuidSource];
  const person = createForgetPerson({
    ...{ clock, ids, fingerprint: sha256Fingerprint },
    items: createDynamoItemStore({ client, tableName, sleep, random: Math.random }),
    writer: createMessageWriter({ ids, clock, source: `/${definition.name}/forget` }),
  });
  return {
    ...person,
    keyMemorySeconds: definition.personalData?.keyMemorySeconds,
    close: () => {
      client.destroy();
      return Promise.resolve();
    },
  };
}

function tableIn(outputs: ReadonlyMap<string, string>): string {
  const tableName = outputs.get(stackOutputNames.table);
  if (tableName === undefined) {
    throw backendError('the stacks must show the name of the event table, found none', 'deploy them again');
  }
  return tableName;
}
