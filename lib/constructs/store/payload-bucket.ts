import { type IRole, Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, type BucketProps } from 'aws-cdk-lib/aws-s3';
import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { payloadDays, payloadPrefixes } from '../../../lambdas/contracts/payload-life.ts';
import { withDefaults } from '../with-defaults.ts';

/** What `PayloadBucket` uses when nothing else is said. */
export const payloadBucketDefaults = { removalPolicy: RemovalPolicy.RETAIN } as const;

/** What describes a bucket of payloads. */
export interface PayloadBucketProps {
  /**
   * What becomes of the bucket with its stack. To destroy one that is not empty fails, and with it the deletion of the
   * stack: empty it first. @default - it is kept
   */
  readonly removalPolicy?: RemovalPolicy;
  /** @default - encrypted with a key of S3 */
  readonly encryptionKey?: IKey;
  /** Applied last, over everything above. @default - none */
  readonly overrides?: Partial<BucketProps>;
}

/** A function, as far as a bucket of payloads knows it. */
export type PayloadGrantee = Construct & { readonly role: IRole };

/**
 * Keeps data that messages and events do not carry: encrypted, TLS only, closed to the public.
 *
 * The payload of a message is dropped after 30 days, when neither a queue nor its dead letters can hold the message any
 * more; the payload of an event is kept as long as its stream, so no rule drops it.
 */
export class PayloadBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: PayloadBucketProps = {}) {
    super(scope, id);
    const { removalPolicy } = withDefaults(props, payloadBucketDefaults);
    this.bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: props.encryptionKey === undefined ? BucketEncryption.S3_MANAGED : BucketEncryption.KMS,
      encryptionKey: props.encryptionKey,
      enforceSSL: true,
      lifecycleRules: [{ prefix: payloadPrefixes.message, expiration: Duration.days(payloadDays) }],
      removalPolicy,
      ...props.overrides,
    });
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions::AwsSolutions-S1',
      reason: 'a log of every access would be a second bucket as large; data events of CloudTrail show the same',
    });
  }

  /** Lets `grantee` put payloads here, and nothing but payloads. */
  grantWrite(grantee: PayloadGrantee): Policy {
    this.bucket.encryptionKey?.grantEncrypt(grantee.role);
    return this.policy(grantee, 'WritePayloads', (bucketArn) => [onPayloads('s3:PutObject', bucketArn)]);
  }

  /**
   * Lets `grantee` fetch payloads.
   *
   * Without the right to list, S3 answers for an object that is gone as for one that is forbidden, and a message whose
   * payload is gone would be retried instead of parked.
   *
   * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
   */
  grantRead(grantee: PayloadGrantee): Policy {
    this.bucket.encryptionKey?.grantDecrypt(grantee.role);
    return this.policy(grantee, 'ReadPayloads', (bucketArn) => [
      onPayloads('s3:GetObject', bucketArn),
      new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucketArn] }),
    ]);
  }

  /** A policy of its own, so that acknowledging its wildcards hides no others. */
  private policy(grantee: PayloadGrantee, id: string, statementsOn: (bucketArn: string) => PolicyStatement[]): Policy {
    const [home, stack] = [Stack.of(this), Stack.of(grantee)];
    const { bucketArn } = this.bucket;
    // An export with a name that is known now: the acknowledgement has to name what it acknowledges.
    const arn = home === stack ? bucketArn : home.exportValue(bucketArn);
    const policy = new Policy(grantee, id, { roles: [grantee.role], statements: statementsOn(arn) });
    const acknowledged = prefixes.map((prefix) => ({
      id: `AwsSolutions::AwsSolutions-IAM5[Resource::${shownByChecks(stack.resolve(arn))}/${prefix}*]`,
      reason: 'payloads are named by the ids of their messages, which nobody knows when the stack is deployed',
    }));
    Validations.of(policy).acknowledge(...acknowledged);
    return policy;
  }
}

const prefixes = Object.values(payloadPrefixes);

function onPayloads(action: string, bucketArn: string): PolicyStatement {
  return new PolicyStatement({ actions: [action], resources: prefixes.map((prefix) => `${bucketArn}/${prefix}*`) });
}

/** A reference in a template as cdk-nag writes it. */
function shownByChecks(reference: unknown): string {
  const { 'Fn::ImportValue': imported, 'Fn::GetAtt': attribute } = reference as CfnReference;
  return imported ?? `<${attribute?.join('.') ?? ''}>`;
}

interface CfnReference {
  readonly 'Fn::ImportValue'?: string;
  readonly 'Fn::GetAtt'?: readonly string[];
}
