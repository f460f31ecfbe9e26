import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';

/** Region and account of the environment `local`; the endpoint takes any. */
export const localRegion = 'us-east-1';

/**
 * Points every AWS client that this process makes from now on at the local endpoint, with keys that mean nothing.
 *
 * @throws PipelineError `input-invalid` for an endpoint that is not on this machine.
 */
export function useEndpoint(url: string, environment: NodeJS.ProcessEnv = process.env): void {
  const { hostname } = new URL(url);
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(hostname)) {
    throw new PipelineError(`a local endpoint must be on the loopback interface, got "${hostname}"`, {
      code: 'input-invalid',
    });
  }
  Object.assign(environment, {
    AWS_ENDPOINT_URL: url,
    AWS_ENDPOINT_URL_S3: url,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_REGION: localRegion,
  });
}
