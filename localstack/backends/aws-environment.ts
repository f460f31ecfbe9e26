/** The region that everything local is in. */
export const localRegion = 'us-east-1';

/**
 * The variables that point every AWS client at a local endpoint, and at nothing else.
 *
 * Whatever this machine knows of real accounts is taken out: profiles, sessions, and the instance's own role.
 */
export function awsEnvironment(endpointUrl: string, base: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const others = Object.entries(base).filter(([name]) => !name.startsWith('AWS_') && !name.startsWith('CDK_'));
  return {
    ...Object.fromEntries(others),
    AWS_ENDPOINT_URL: endpointUrl,
    AWS_ENDPOINT_URL_S3: endpointUrl,
    AWS_REGION: localRegion,
    AWS_DEFAULT_REGION: localRegion,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}
