import { Cluster, Redis, type RedisOptions } from 'ioredis';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import { answeredWithin } from './answered-within.ts';
import type { RedisClient } from './redis-client.ts';
import { redisClientOptions, type RedisTls } from './redis-client-options.ts';
import type { RedisConnection } from './redis-connection.ts';
import { renewPassword } from './renew-password.ts';

/** Where a Redis is and who logs in. */
export interface RedisSettings {
  /** One address, or some of a cluster. */
  readonly nodes: readonly { readonly host: string; readonly port: number }[];
  /** Whether the nodes share the keys among them. @default false */
  readonly cluster?: boolean;
  readonly username?: string;
  /** A password, or what gives one for each new connection, such as a token that expires. @default no login */
  readonly password?: string | (() => Promise<string>);
  /** Whether to encrypt, or with whose certificates. @default false */
  readonly tls?: boolean | RedisTls;
  /** Seconds after which a command without an answer fails; it may still be carried out. @default it waits */
  readonly answerSeconds?: number;
  /** Whether a cluster's client listens to channels of single shards. @default false */
  readonly shardedSubscribers?: boolean;
  readonly telemetry: Telemetry;
}

/**
 * Connects to Redis, and again whenever the connection breaks, for ever: commands wait meanwhile.
 *
 * @throws whatever the source of the password throws at first; later failures are logged, and the last password is tried.
 */
export async function connectRedis(settings: RedisSettings): Promise<RedisConnection> {
  const client = await createRedisClient(settings);
  const { answerSeconds } = settings;
  let closed = false;
  return {
    call: (command, ...args) => {
      const reply = client.call(command, [...args]);
      return answerSeconds === undefined ? reply : answeredWithin(reply, answerSeconds);
    },
    close: () => {
      // To leave once more would start a timer of two seconds that nothing ends.
      if (!closed) {
        closed = true;
        client.disconnect();
      }
    },
  };
}

/** Makes the client behind a connection, which knows channels too. */
export async function createRedisClient(settings: RedisSettings): Promise<RedisClient> {
  const { password, telemetry } = settings;
  if (typeof password !== 'function') {
    return clientOf(settings, password);
  }
  const first = await password();
  const client = clientOf(settings, first);
  renewPassword(client, { first, ask: password, telemetry });
  return client;
}

function clientOf(settings: RedisSettings, password: string | undefined): RedisClient {
  const { nodes, cluster = false, tls } = settings;
  const options: RedisOptions = redisClientOptions(settings, password);
  const [node] = nodes;
  const client = cluster
    ? new Cluster([...nodes], {
        redisOptions: options,
        shardedSubscribers: settings.shardedSubscribers ?? false,
        clusterRetryStrategy: options.retryStrategy ?? null,
        // A node that restarts leaves its slots unserved for seconds.
        maxRedirections: 200,
        ...(tls !== undefined &&
          tls !== false && {
            dnsLookup: (host, answer) => {
              answer(null, host);
            },
          }),
      })
    : new Redis({ ...options, ...node });
  watch(client, settings.telemetry);
  return client;
}

/** Logs the first error of each break only: a connection that cannot be had fails many times a minute. */
function watch(client: RedisClient, telemetry: Telemetry): void {
  let broken = false;
  client.on('error', (cause: unknown) => {
    if (!broken) {
      broken = true;
      telemetry.error('connection to Redis broken, trying again', {}, cause);
    }
  });
  client.on('ready', () => {
    if (broken) {
      broken = false;
      telemetry.info('connection to Redis mended', {});
    }
  });
}
