import { describe, expect, it } from '@jest/globals';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Template } from 'aws-cdk-lib/assertions';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import {
  PayloadBucket,
  type PayloadBucketProps,
  payloadBucketDefaults,
} from '../../../../lib/constructs/store/payload-bucket.ts';
import { onlyResource, statementsOf, templateOf } from '../../synth.ts';

const templateWith = (props?: PayloadBucketProps): Template =>
  templateOf((stack) => new PayloadBucket(stack, 'Payloads', props));

class Grantee extends Construct {
  readonly role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
}

function granted(grant: (bucket: PayloadBucket, grantee: Grantee) => unknown): readonly unknown[] {
  return statementsOf(
    templateOf((stack) => grant(new PayloadBucket(stack, 'Payloads'), new Grantee(stack, 'Function'))),
  );
}

const arn = { 'Fn::GetAtt': ['PayloadsBucket1715615A', 'Arn'] };
const under = (prefix: string): unknown => ({ 'Fn::Join': ['', [arn, `/${prefix}*`]] });

describe('PayloadBucket', () => {
  it('is kept when nothing else is said', () => {
    expect(payloadBucketDefaults).toEqual({ removalPolicy: RemovalPolicy.RETAIN });
    templateWith().hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Retain' });
    templateWith({ removalPolicy: RemovalPolicy.DESTROY }).hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Delete' });
  });

  it('is encrypted, closed to the public, and drops the payloads of messages after 30 days, those of events never', () => {
    expect(onlyResource(templateWith(), 'AWS::S3::Bucket')).toEqual({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      LifecycleConfiguration: { Rules: [{ ExpirationInDays: 30, Prefix: 'messages/', Status: 'Enabled' }] },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
  });

  it('refuses whoever comes without TLS', () => {
    expect(statementsOf(templateWith(), 'AWS::S3::BucketPolicy')).toEqual([
      {
        Action: 's3:*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Resource: [arn, { 'Fn::Join': ['', [arn, '/*']] }],
      },
    ]);
  });

  it('takes a key of its own, and who writes may use it to encrypt alone', () => {
    const template = templateOf((stack) => {
      const bucket = new PayloadBucket(stack, 'Payloads', { encryptionKey: new Key(stack, 'Key') });
      bucket.grantWrite(new Grantee(stack, 'Function'));
    });

    expect(onlyResource(template, 'AWS::S3::Bucket')).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }],
      },
    });
    expect(JSON.stringify(statementsOf(template))).toContain('kms:Encrypt');
    expect(JSON.stringify(statementsOf(template))).not.toContain('kms:Decrypt');
  });

  it('lets who writes put payloads, and neither read nor put anything else', () => {
    expect(granted((bucket, grantee) => bucket.grantWrite(grantee))).toEqual([
      { Action: 's3:PutObject', Effect: 'Allow', Resource: [under('messages/'), under('streams/')] },
    ]);
  });

  it('lets who reads fetch payloads, and be told that one is gone', () => {
    expect(granted((bucket, grantee) => bucket.grantRead(grantee))).toEqual([
      { Action: 's3:GetObject', Effect: 'Allow', Resource: [under('messages/'), under('streams/')] },
      { Action: 's3:ListBucket', Effect: 'Allow', Resource: arn },
    ]);
  });
});
