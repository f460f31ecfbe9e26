import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';

/** What pollers in a network of the customer's need; none can be limited to a resource before it is there. */
const actions = [
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcs',
];

/**
 * Lets the pollers of a mapping put network interfaces beside the brokers they read, in the name of the function.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/with-msk-permissions.html
 */
export function grantMappingNetwork(grantee: IGrantable): Grant {
  return Grant.addToPrincipal({ grantee, actions, resourceArns: ['*'] });
}
