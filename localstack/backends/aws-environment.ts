import { devNull } from 'node:os';
import { loopbackUrl } from './loopback-url.ts';

/** The region that everything local is in. */
export const localRegion = 'us-east-1';

/**
 * The variables that point every AWS client at a local endpoint, and at nothing else.
 *
 * @throws PipelineError `input-invalid` when the URL is not on the loopback interface.
 */
export function awsEnvironment(endpointUrl: string, base: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const url = loopbackUrl(endpointUrl);
  return {
    ...offlineEnvironment(base),
    AWS_ENDPOINT_URL: url,
    AWS_ENDPOINT_URL_S3: url,
    AWS_REGION: localRegion,
    AWS_DEFAULT_REGION: localRegion,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
}

/** An environment in which nothing that this machine knows of real accounts is found: no profile, session or role. */
export function offlineEnvironment(base: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const others = Object.entries(base).filter(([name]) => !name.startsWith('AWS_') && !name.startsWith('CDK_'));
  return {
    ...Object.fromEntries(others),
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}
