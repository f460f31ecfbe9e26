import { type IRole, Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnEventSourceMapping, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Validations } from 'aws-cdk-lib/core';

// None can be limited to a resource before it is there.
const actions = {
  function: [
    'ec2:AssignPrivateIpAddresses',
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:UnassignPrivateIpAddresses',
  ],
  pollers: [
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSecurityGroups',
    'ec2:DescribeSubnets',
    'ec2:DescribeVpcs',
  ],
} as const;

/**
 * Lets a function in a network, or the pollers of a mapping that read brokers in its name, have network interfaces there:
 * before it is made, until it is gone.
 *
 * The wildcard has a policy of its own, so that acknowledging it hides no other wildcard.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html,
 * https://docs.aws.amazon.com/lambda/latest/dg/with-msk-permissions.html
 */
export function allowNetwork(user: LambdaFunction | CfnEventSourceMapping, role: IRole | undefined): void {
  if (role === undefined) {
    return;
  }
  const allowed = user instanceof CfnEventSourceMapping ? actions.pollers : actions.function;
  const policy = new Policy(user, 'Network', {
    roles: [role],
    statements: [new PolicyStatement({ actions: [...allowed], resources: ['*'] })],
  });
  Validations.of(policy).acknowledge({
    id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
    reason: 'network interfaces can be limited to no resource before they are there',
  });
  user.node.addDependency(policy);
}
