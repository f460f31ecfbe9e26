import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { refuseFaults } from '../checks/refuse-faults.ts';
import type { ValkeyIdentity } from './valkey-user.ts';

/** Lets a role log in to a cache as one user. Both are checked: on the cache alone it could do so as any user of it. */
export function grantValkeyConnect(cacheArn: string, grantee: IGrantable, { userArn }: ValkeyIdentity): Grant {
  return Grant.addToPrincipal({ grantee, actions: ['elasticache:Connect'], resourceArns: [cacheArn, userArn] });
}

/**
 * Refuses a user whom the cache does not let in: a grant for it would help nobody.
 *
 * @throws ConstructError when it is not among the users of the cache.
 */
export function refuseStranger(cache: Construct, users: readonly ValkeyIdentity[], user: ValkeyIdentity): void {
  refuseFaults(cache, [
    {
      holds: users.some(({ userId }) => userId === user.userId),
      must: 'a role must connect as a user of the cache',
      got: 'another user',
      remedy: 'name it among the users of the cache',
    },
  ]);
}
