import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { Key, type KeyProps } from 'aws-cdk-lib/aws-kms';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { withDefaults } from '../with-defaults.ts';

/** What `PersonalDataKey` uses when nothing else is said. */
export const personalDataKeyDefaults = {
  removalPolicy: RemovalPolicy.RETAIN,
  pendingWindow: Duration.days(30),
} as const;

/** What describes the key of personal data. */
export interface PersonalDataKeyProps {
  /**
   * What becomes of the key with its stack; without it nothing personal is ever read again. @default - it is kept
   */
  readonly removalPolicy?: RemovalPolicy;
  /** How long a key that is given up can be had back, 7 to 30 days. @default - 30 days */
  readonly pendingWindow?: Duration;
  /** Applied last, over everything above. @default - none */
  readonly overrides?: Partial<KeyProps>;
}

/**
 * The master key under which the key of every person is kept; rotated each year, which leaves what it wrapped readable.
 *
 * One for all persons: forgetting one deletes the key of the person, not this one. About 1 USD a month, and 0.03 USD for
 * 10,000 keys that are made or opened.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html and https://aws.amazon.com/kms/pricing/
 */
export class PersonalDataKey extends Construct {
  readonly key: Key;

  constructor(scope: Construct, id: string, props: PersonalDataKeyProps = {}) {
    super(scope, id);
    const { removalPolicy, pendingWindow } = withDefaults(props, personalDataKeyDefaults);
    this.key = new Key(this, 'Key', {
      description: 'wraps the keys of persons, under which their personal data is sealed',
      enableKeyRotation: true,
      removalPolicy,
      ...(removalPolicy === RemovalPolicy.DESTROY ? { pendingWindow } : {}),
      ...props.overrides,
    });
  }

  /** Lets `grantee` make keys of persons, and open those that there are. */
  grantSeal(grantee: IGrantable): Grant {
    return this.key.grant(grantee, 'kms:GenerateDataKey', 'kms:Decrypt');
  }

  /** Lets `grantee` open keys of persons, and make none. */
  grantOpen(grantee: IGrantable): Grant {
    return this.key.grant(grantee, 'kms:Decrypt');
  }
}
