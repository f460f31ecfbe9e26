import { CfnUser } from 'aws-cdk-lib/aws-elasticache';
import { Construct } from 'constructs';
import { refuseFaults } from '../checks/refuse-faults.ts';
import { nameCheck } from './name-check.ts';
import { accessChecks, accessString, type ValkeyAccess } from './valkey-access.ts';

/** What describes a user of a cache. */
export interface ValkeyUserProps extends ValkeyAccess {
  /** Id and name in one, 1 to 40 characters: IAM authentication wants them equal. */
  readonly userId: string;
}

/** A user as far as a cache knows it. */
export interface ValkeyIdentity {
  readonly userId: string;
  readonly userArn: string;
}

/**
 * A user who comes with a token of IAM instead of a password, and reaches the named keys and channels only.
 *
 * Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
 */
export class ValkeyUser extends Construct implements ValkeyIdentity {
  readonly userId: string;
  readonly userArn: string;
  readonly resource: CfnUser;

  /** @throws ConstructError with every setting that cannot work. */
  constructor(scope: Construct, id: string, props: ValkeyUserProps) {
    super(scope, id);
    refuseFaults(this, [nameCheck('userId', props.userId, 40), ...accessChecks(props)]);
    this.resource = new CfnUser(this, 'User', {
      engine: 'valkey',
      userId: props.userId,
      userName: props.userId,
      authenticationMode: { Type: 'iam' },
      accessString: accessString(props),
    });
    this.userId = this.resource.ref;
    this.userArn = this.resource.attrArn;
  }
}
