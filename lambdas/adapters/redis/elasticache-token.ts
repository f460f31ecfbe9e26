import { createHash, createHmac } from 'node:crypto';
import type { Clock } from '../../core/ports/clock.ts';

/** Credentials of AWS, as every client of the SDK takes them. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

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

const service = 'elasticache';
const algorithm = 'AWS4-HMAC-SHA256';

/** Signature version 4 in the query; source: https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html */
function signed(dependencies: ElastiCacheTokenDependencies, credentials: AwsCredentials, date: Date): string {
  const { cache, region } = dependencies;
  const time = date.toISOString().replaceAll(/[-:]|\.\d{3}/gu, '');
  const day = time.slice(0, 8);
  const scope = `${day}/${region}/${service}/aws4_request`;
  const query = queryOf(dependencies, credentials, { time, scope });
  const request = ['GET', '/', query, `host:${cache}`, '', 'host', sha256('')].join('\n');
  const text = [algorithm, time, scope, sha256(request)].join('\n');
  const key = [day, region, service, 'aws4_request'].reduce<Buffer | string>(
    (secret, part) => hmac(secret, part),
    `AWS4${credentials.secretAccessKey}`,
  );
  return `${cache}/?${query}&X-Amz-Signature=${hmac(key, text).toString('hex')}`;
}

function queryOf(
  { user, serverless = false }: ElastiCacheTokenDependencies,
  { accessKeyId, sessionToken }: AwsCredentials,
  { time, scope }: { readonly time: string; readonly scope: string },
): string {
  const parameters: Readonly<Record<string, string>> = {
    Action: 'connect',
    User: user,
    ...(serverless && { ResourceType: 'ServerlessCache' }),
    'X-Amz-Algorithm': algorithm,
    'X-Amz-Credential': `${accessKeyId}/${scope}`,
    'X-Amz-Date': time,
    'X-Amz-Expires': String(tokenSeconds),
    ...(sessionToken !== undefined && { 'X-Amz-Security-Token': sessionToken }),
    'X-Amz-SignedHeaders': 'host',
  };
  return Object.keys(parameters)
    .sort()
    .map((name) => `${name}=${escaped(parameters[name] ?? '')}`)
    .join('&');
}

/** Signatures escape more than URLs need. */
function escaped(value: string): string {
  return encodeURIComponent(value).replaceAll(
    /[!'()*]/gu,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
