import { type IRole, Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnFunction, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Validations } from 'aws-cdk-lib/core';

/**
 * Traces every invocation, unless the function already says how it is traced.
 *
 * The wildcard that X-Ray needs has a policy of its own, so that acknowledging it hides no other wildcard.
 *
 * Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
 */
export function allowTraces(target: LambdaFunction, role: IRole): void {
  const resource = target.node.defaultChild;
  if (!(resource instanceof CfnFunction) || resource.tracingConfig !== undefined) {
    return;
  }
  resource.tracingConfig = { mode: 'Active' };
  const policy = new Policy(target, 'Traces', {
    roles: [role],
    statements: [
      new PolicyStatement({ actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resources: ['*'] }),
    ],
  });
  Validations.of(policy).acknowledge({
    id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
    reason: 'X-Ray has no resources to name: both actions work on * only',
  });
}
