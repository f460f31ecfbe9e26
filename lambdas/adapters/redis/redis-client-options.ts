import type { RedisOptions } from 'ioredis';
import { doublingBound } from '../../core/retry/doubling-bound.ts';

/** How often a broken connection is tried again, and when a silent one counts as broken; in milliseconds. */
export const redisReconnect = { firstMs: 50, longestMs: 2000, silentMs: 15_000, connectMs: 5000 } as const;

/** Certificates as PEM text. */
export interface RedisTls {
  /** The authority that signed the server's certificate. @default those that Node trusts */
  readonly ca?: string;
}

/** What every connection to Redis has in common: it is mended for ever, and a command waits until it is. */
export function redisClientOptions(
  { username, tls }: { readonly username?: string; readonly tls?: boolean | RedisTls },
  password: string | undefined,
): RedisOptions {
  const { firstMs, longestMs, silentMs, connectMs } = redisReconnect;
  return {
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(tls !== undefined && tls !== false && { tls: tls === true ? {} : { ...tls } }),
    protocol: 2,
    maxRetriesPerRequest: null,
    // A server that loads its file says so; the default asks again only after ten seconds.
    maxLoadingRetryTime: 200,
    connectTimeout: connectMs,
    socketTimeout: silentMs,
    keepAlive: 5000,
    retryStrategy: (tries) => doublingBound({ first: firstMs, longest: longestMs }, tries),
    // A primary that became a replica refuses writes until the connection is made anew.
    reconnectOnError: (error) => (error.message.startsWith('READONLY') ? 2 : false),
  };
}
