import { awsEnvironment } from '../../localstack/backends/aws-environment.ts';
import { backendError } from '../../localstack/backends/backend-error.ts';
import { isHealthy } from '../../localstack/backends/endpoint-health.ts';
import { readEndpointRecord } from '../../localstack/backends/endpoint-record.ts';
import { runDirectory } from '../../localstack/backends/project-paths.ts';
import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import type { ParsedOptions } from './parse-options.ts';

/** The environment of the local endpoint, which is meant when none is named. */
export const localEnvironment = 'local';

/**
 * The environment that the options name, and what AWS clients need to reach it.
 *
 * Locally nothing that this machine knows of real accounts is left; elsewhere the clients find region and credentials
 * as the AWS tools do.
 *
 * @throws PipelineError `input-invalid` for a name that no environment can have, `backend-failed` when no local endpoint
 * runs.
 */
export async function deployedPlace(
  options: ParsedOptions,
): Promise<{ readonly environment: string; readonly variables: NodeJS.ProcessEnv }> {
  const environment = options.text('env') ?? localEnvironment;
  if (environment === localEnvironment) {
    return { environment, variables: awsEnvironment(await localUrl(options.text('directory') ?? runDirectory)) };
  }
  if (!/^[a-z][a-z0-9]*$/.test(environment)) {
    throw new PipelineError(`--env must be a lower-case word such as dev, got "${environment}"`, {
      code: 'input-invalid',
    });
  }
  const region = options.text('region');
  const profile = options.text('profile');
  return {
    environment,
    variables: { ...(region && { AWS_REGION: region }), ...(profile && { AWS_PROFILE: profile }) },
  };
}

async function localUrl(directory: string): Promise<string> {
  const record = await readEndpointRecord(directory);
  if (record === undefined || !(await isHealthy(record.url))) {
    throw backendError(
      `a local endpoint must run in ${directory}, found none`,
      'start it with npm run local, or name another environment with --env',
    );
  }
  return record.url;
}
