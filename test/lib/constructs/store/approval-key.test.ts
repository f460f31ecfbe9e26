import { describe, expect, it } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { ApprovalKey, approvalKeyDefaults } from '../../../../lib/constructs/store/approval-key.ts';

function rig(removalPolicy?: RemovalPolicy): { readonly stack: Stack; readonly key: ApprovalKey; readonly role: Role } {
  const stack = new Stack(new App(), 'Stack');
  return {
    stack,
    key: new ApprovalKey(stack, 'Approvals', removalPolicy && { removalPolicy }),
    role: new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }),
  };
}

describe('ApprovalKey', () => {
  it('signs and does nothing else, and is kept when its stack goes', () => {
    const template = Template.fromStack(rig().stack);

    template.hasResource('AWS::KMS::Key', {
      DeletionPolicy: 'Retain',
      Properties: { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' },
    });
    expect(approvalKeyDefaults.removalPolicy).toBe(RemovalPolicy.RETAIN);
    Template.fromStack(rig(RemovalPolicy.DESTROY).stack).hasResource('AWS::KMS::Key', { DeletionPolicy: 'Delete' });
  });

  it.each([
    ['grantSign', 'kms:GenerateMac'],
    ['grantVerify', 'kms:VerifyMac'],
  ] as const)('%s allows %s with this key alone', (grant, action) => {
    const { stack, key, role } = rig();

    key[grant](role);

    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [{ Action: action, Effect: 'Allow', Resource: stack.resolve(key.key.keyArn) as unknown }],
      },
    });
  });
});
