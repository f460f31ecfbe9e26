import type { AwsAccess } from './sdk-access.ts';

/**
 * Access through the SDK, which is loaded at its first use: connections without secrets need none of it.
 *
 * Region, credentials and endpoint come from the environment in the SDK's own way (AWS_REGION, AWS_ENDPOINT_URL).
 */
export const lazyAwsAccess: AwsAccess = {
  secretText: async (arn) => (await opened()).secretText(arn),
  credentials: async () => (await opened()).credentials(),
  region: async () => (await opened()).region(),
};

let access: Promise<AwsAccess> | undefined;

async function open(): Promise<AwsAccess> {
  const { openSdkAccess } = await import('./sdk-access.ts');
  return openSdkAccess();
}

function opened(): Promise<AwsAccess> {
  return (access ??= open());
}
