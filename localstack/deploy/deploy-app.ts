import { join } from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { orders } from '../../lambdas/contracts/orders/pipeline.ts';
import { stackPrefix } from '../../lambdas/contracts/stack-prefix.ts';
import { localRegion } from '../backends/aws-environment.ts';
import { clientSettings } from './client-settings.ts';
import type { Deployment } from './deployment.ts';
import { deploymentOf } from './deployment-of.ts';
import { enableExpiry } from './enable-expiry.ts';
import { isBootstrapped } from './is-bootstrapped.ts';
import { runCdk } from './run-cdk.ts';
import { stackOutputs } from './stack-outputs.ts';

/** What is deployed where. */
export interface DeployOptions {
  /** URL of the local AWS endpoint. */
  readonly endpoint: string;
  /** Where `cdk` writes the synthesised app. */
  readonly directory: string;
  /** Values of the CDK context beside `env=local`, such as `declineAboveCents`. @default none */
  readonly context?: Readonly<Record<string, string>>;
  /** Takes the lines of progress. @default nobody */
  readonly say?: (line: string) => void;
  /** Ends the deployment. @default nothing does */
  readonly signal?: AbortSignal;
}

const environment = 'local';
const account = '000000000000';

/**
 * Deploys the app onto a local endpoint with `cdk deploy`, exactly as onto AWS, and answers what is there then.
 * Repeating it changes what differs and nothing else.
 *
 * @throws PipelineError `input-invalid` for an endpoint that is not on this machine, `backend-failed` with what `cdk` said.
 */
export async function deployApp(options: DeployOptions): Promise<Deployment> {
  const { endpoint, directory, context = {}, say = () => undefined, signal } = options;
  const cloudFormation = new CloudFormationClient(clientSettings(endpoint));
  const values = Object.entries({ ...context, env: environment }).flatMap(([key, value]) => [
    '--context',
    `${key}=${value}`,
  ]);
  const cdk = async (...args: readonly string[]): Promise<void> => {
    await runCdk({ endpoint, args: [...args, ...values, '--output', join(directory, 'cdk.out')], say, signal });
  };
  try {
    if (!(await isBootstrapped(cloudFormation))) {
      say('bootstrapping the local account ...');
      await cdk('bootstrap', `aws://${account}/${localRegion}`);
    }
    say('deploying the stacks ...');
    await cdk('deploy', '--all', '--require-approval', 'never', '--progress', 'events');
    return await readDeployment(endpoint, cloudFormation);
  } finally {
    cloudFormation.destroy();
  }
}

async function readDeployment(endpoint: string, cloudFormation: CloudFormationClient): Promise<Deployment> {
  const dynamo = new DynamoDBClient(clientSettings(endpoint));
  try {
    const deployment = deploymentOf(orders, await stackOutputs(cloudFormation, stackPrefix(orders.name, environment)));
    await enableExpiry(dynamo, deployment.tableName);
    return deployment;
  } finally {
    dynamo.destroy();
  }
}
