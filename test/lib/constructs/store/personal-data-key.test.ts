import { describe, expect, it } from '@jest/globals';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Template } from 'aws-cdk-lib/assertions';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import {
  PersonalDataKey,
  type PersonalDataKeyProps,
  personalDataKeyDefaults,
} from '../../../../lib/constructs/store/personal-data-key.ts';
import { onlyResource, statementsOf, templateOf } from '../../synth.ts';

const templateWith = (props?: PersonalDataKeyProps): Template =>
  templateOf((stack) => new PersonalDataKey(stack, 'PersonalData', props));

function granted(grant: (key: PersonalDataKey, role: Role) => unknown): readonly unknown[] {
  return statementsOf(
    templateOf((stack) =>
      grant(
        new PersonalDataKey(stack, 'PersonalData'),
        new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }),
      ),
    ),
  );
}

describe('PersonalDataKey', () => {
  it('is rotated, and kept when nothing else is said', () => {
    expect(personalDataKeyDefaults).toEqual({ removalPolicy: RemovalPolicy.RETAIN, pendingWindow: Duration.days(30) });
    templateWith().hasResource('AWS::KMS::Key', { DeletionPolicy: 'Retain' });
    expect(onlyResource(templateWith(), 'AWS::KMS::Key')).toMatchObject({ EnableKeyRotation: true });
  });

  it('can be had back for as long as is said once it is given up', () => {
    const template = templateWith({ removalPolicy: RemovalPolicy.DESTROY, pendingWindow: Duration.days(7) });

    template.hasResource('AWS::KMS::Key', { DeletionPolicy: 'Delete' });
    expect(onlyResource(template, 'AWS::KMS::Key')).toMatchObject({ PendingWindowInDays: 7 });
  });

  it('lets who seals make and open keys of persons, and who reads only open them', () => {
    const on = { 'Fn::GetAtt': [expect.stringMatching(/^PersonalDataKey/) as unknown, 'Arn'] };

    expect(granted((key, role) => key.grantSeal(role))).toEqual([
      { Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Effect: 'Allow', Resource: on },
    ]);
    expect(granted((key, role) => key.grantOpen(role))).toEqual([
      { Action: 'kms:Decrypt', Effect: 'Allow', Resource: on },
    ]);
  });
});
