import { CfnUser, CfnUserGroup } from 'aws-cdk-lib/aws-elasticache';
import type { Construct } from 'constructs';
import type { ValkeyIdentity } from './valkey-user.ts';

/** Whom a group lets in. */
export interface ValkeyUserGroupProps {
  readonly cacheName: string;
  readonly users: readonly ValkeyIdentity[];
}

/** A group of exactly these users: the default user, whom every group must have, is switched off. */
export function valkeyUserGroup(scope: Construct, { cacheName, users }: ValkeyUserGroupProps): CfnUserGroup {
  // Of engine redis, which a group of Valkey takes too: only there may a user be without a password.
  const nobody = new CfnUser(scope, 'DefaultUser', {
    engine: 'redis',
    userId: `${cacheName}-default`,
    userName: 'default',
    authenticationMode: { Type: 'no-password-required' },
    accessString: 'off -@all',
  });
  const userIds = [nobody.ref, ...users.map(({ userId }) => userId)];
  return new CfnUserGroup(scope, 'Users', { engine: 'valkey', userGroupId: cacheName, userIds });
}
