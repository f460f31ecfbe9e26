import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { createDynamoItemStore } from '../../lambdas/adapters/dynamodb/dynamo-item-store.ts';
import { sleep } from '../../lambdas/adapters/system/sleep.ts';
import { createViews } from '../../lambdas/core/projection/views.ts';
import type { Deployment } from '../deploy/deployment.ts';
import { type ProjectionReadings, readProjections } from '../report/projection-figures.ts';

/**
 * What the views of a deployment say, once its projections have read all that is indexed: as the schedule of the next
 * minute would, their function is run once more. Undefined where nothing is projected.
 */
export async function localProjections(
  dynamo: DynamoDBClient,
  { index }: Pick<Deployment, 'index'>,
): Promise<ProjectionReadings | undefined> {
  if (index === undefined) {
    return undefined;
  }
  const lambda = new LambdaClient({});
  try {
    await lambda.send(new InvokeCommand({ FunctionName: index.projectorFunctionName, Payload: '{}' }));
  } finally {
    lambda.destroy();
  }
  const items = createDynamoItemStore({ client: dynamo, tableName: index.tableName, sleep, random: Math.random });
  return readProjections(createViews({ items }));
}
