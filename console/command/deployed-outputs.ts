import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { PipelineDefinition } from '../../lambdas/contracts/definition/pipeline-definition.ts';
import { stackPrefix } from '../../lambdas/contracts/stack-prefix.ts';
import { backendError } from '../../localstack/backends/backend-error.ts';
import { stackOutputs } from '../../localstack/deploy/stack-outputs.ts';
import { deployedPlace } from './deployed-place.ts';
import type { ParsedOptions } from './parse-options.ts';

/**
 * The outputs of the stacks of the environment that the options name; clients that are made later, from this process's
 * environment, reach it too.
 *
 * @throws PipelineError `backend-failed` with what to do when nothing is deployed there.
 */
export async function deployedOutputs(
  definition: PipelineDefinition,
  options: ParsedOptions,
): Promise<ReadonlyMap<string, string>> {
  const { environment, variables } = await deployedPlace(options);
  Object.assign(process.env, variables);
  const prefix = stackPrefix(definition.name, environment);
  const outputs = await outputsOf(prefix, environment);
  if (outputs.size === 0) {
    throw backendError(
      `environment "${environment}" must have stacks named ${prefix}*, found none`,
      `deploy them with npm run deploy -- -c env=${environment}, or look in another --region or --profile`,
    );
  }
  return outputs;
}

async function outputsOf(prefix: string, environment: string): Promise<ReadonlyMap<string, string>> {
  const client = new CloudFormationClient({});
  try {
    return await stackOutputs(client, prefix);
  } catch (cause) {
    const fault = cause instanceof Error ? `${cause.name}: ${cause.message}` : 'something else';
    throw backendError(
      `the stacks of environment "${environment}" must be readable, got ${fault}`,
      'give credentials and a region as for the AWS tools, or --profile and --region',
      cause,
    );
  } finally {
    client.destroy();
  }
}
