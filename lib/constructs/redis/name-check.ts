import { Token } from 'aws-cdk-lib/core';
import type { Check } from '../checks/check.ts';

const pattern = /^[a-z](-?[a-z0-9])*$/;

/**
 * The row for a name of ElastiCache, which keeps names in lower case; an unresolved token passes.
 *
 * Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateUser.html
 */
export function nameCheck(what: string, name: string, most: number): Check {
  return {
    holds: Token.isUnresolved(name) || (name.length <= most && pattern.test(name)),
    must: `${what} must be 1 to ${most} lower case letters, digits and single hyphens, a letter first and no hyphen last`,
    got: `"${name}" (${name.length})`,
    remedy: 'choose a shorter or plainer name',
  };
}
