import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { stackOutputs } from './stack-outputs.ts';

/** The stack that `cdk bootstrap` makes. */
const toolkitStack = 'CDKToolkit';

/** Oldest bootstrap that the stacks' synthesizer accepts. */
const leastVersion = 6;

/**
 * Whether an endpoint has what `cdk deploy` needs: buckets and roles of a recent enough `cdk bootstrap`.
 *
 * Source: https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html
 */
export async function isBootstrapped(client: CloudFormationClient): Promise<boolean> {
  const outputs = await stackOutputs(client, toolkitStack);
  return Number(outputs.get('BootstrapVersion') ?? 0) >= leastVersion;
}
