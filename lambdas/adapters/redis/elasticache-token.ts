import type { Clock } from '../../core/ports/clock.ts';
import { type AwsCredentials, presignedQuery } from '../system/presigned-query.ts';

/** What tokens are made of. */
export interface ElastiCacheTokenDependencies {
  /** Name of the cache or replication group, in lower case. */
  readonly cache: string;
  /** Id of a user of ElastiCache with authentication type IAM, which equals its user name. */
  readonly user: string;
  readonly region: string;
  /** @default false */
  readonly serverless?: boolean;
  readonly credentials: () => Promise<AwsCredentials>;
  readonly clock: Clock;
}

/** Seconds for which a token opens a connection; an open one is closed by ElastiCache after 12 hours. */
export const tokenSeconds = 900;

/**
 * Makes the source of passwords for a cache that knows its users by IAM: a signed request that is never sent.
 *
 * A token is made for each call, so that each connection gets a fresh one; give it to `connectRedis` as `password`.
 *
 * Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
 */
export function createElastiCacheToken(dependencies: ElastiCacheTokenDependencies): () => Promise<string> {
  const { credentials, clock } = dependencies;
  return async () => signed(dependencies, await credentials(), new Date(clock.now()));
}

function signed(dependencies: ElastiCacheTokenDependencies, credentials: AwsCredentials, date: Date): string {
  const { cache, region, user, serverless = false } = dependencies;
  const query = presignedQuery({
    ...{ service: 'elasticache', region, host: cache, credentials, date, seconds: tokenSeconds },
    parameters: { Action: 'connect', User: user, ...(serverless && { ResourceType: 'ServerlessCache' }) },
  });
  return `${cache}/?${query}`;
}
