import { type CloudFormationClient, paginateDescribeStacks } from '@aws-sdk/client-cloudformation';

/** The outputs of all stacks whose name begins so, by their key. */
export async function stackOutputs(client: CloudFormationClient, prefix: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for await (const { Stacks = [] } of paginateDescribeStacks({ client }, {})) {
    const outputs = Stacks.filter(({ StackName = '' }) => StackName.startsWith(prefix)).flatMap(
      ({ Outputs = [] }) => Outputs,
    );
    for (const { OutputKey = '', OutputValue = '' } of outputs) {
      found.set(OutputKey, OutputValue);
    }
  }
  return found;
}
