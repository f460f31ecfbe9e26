import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

/** What `ApprovalKey` uses when nothing else is said. */
export const approvalKeyDefaults = { removalPolicy: RemovalPolicy.RETAIN } as const;

/** What describes the key. */
export interface ApprovalKeyProps {
  /** What becomes of the key with its stack; without it no token that is under way is worth anything. @default - it is kept */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * The key that signs the tokens of approvals: an HMAC key that never leaves KMS. Whoever asks for approvals may sign and
 * whoever takes decisions may verify, and neither may do the other's part.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/hmac.html
 */
export class ApprovalKey extends Construct {
  readonly key: Key;

  constructor(scope: Construct, id: string, props: ApprovalKeyProps = {}) {
    super(scope, id);
    this.key = new Key(this, 'Key', {
      description: 'signs the tokens of approvals',
      keySpec: KeySpec.HMAC_256,
      keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
      removalPolicy: props.removalPolicy ?? approvalKeyDefaults.removalPolicy,
    });
  }

  /** Lets `grantee` sign tokens. */
  grantSign(grantee: IGrantable): Grant {
    return Grant.addToPrincipal({ grantee, actions: ['kms:GenerateMac'], resourceArns: [this.key.keyArn] });
  }

  /** Lets `grantee` verify tokens. */
  grantVerify(grantee: IGrantable): Grant {
    return Grant.addToPrincipal({ grantee, actions: ['kms:VerifyMac'], resourceArns: [this.key.keyArn] });
  }
}
