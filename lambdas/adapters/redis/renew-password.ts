import { Cluster, type Redis } from 'ioredis';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import type { RedisClient } from './redis-client.ts';

/** Where passwords come from. */
export interface PasswordRenewal {
  /** The password with which the client was made. */
  readonly first: string;
  readonly ask: () => Promise<string>;
  readonly telemetry: Telemetry;
}

/**
 * Gives each connection that a client makes from now on a new password, as a token outlives the making of one only.
 *
 * The connection waits for it: a stale password is refused, and with it every command that waits. When there is no new
 * one, that is logged and the last one tried.
 */
export function renewPassword(client: RedisClient, { first, ask, telemetry }: PasswordRenewal): void {
  let latest = first;
  let asking: Promise<string> | undefined;
  const asked = async (): Promise<string> => {
    try {
      latest = await ask();
    } catch (cause) {
      telemetry.error('no new password for Redis', {}, cause);
    }
    asking = undefined;
    return latest;
  };
  const renew = (): Promise<string> => (asking ??= asked());
  const read = (): string => {
    // Connections that a cluster makes on the side copy the password and cannot wait: the next one is better.
    void renew();
    return latest;
  };
  if (client instanceof Cluster) {
    client.on('+node', (node: Redis) => {
      loginAfter(node, { renew, read });
    });
  } else {
    loginAfter(client, { renew, read });
  }
}

interface Renewed {
  readonly renew: () => Promise<string>;
  readonly read: () => string;
}

/** A login waits for the password; what follows it on the connection waits for the login. */
function loginAfter(node: Redis, { renew, read }: Renewed): void {
  const login = node.auth.bind(node);
  Object.defineProperty(node.options, 'password', { get: read, enumerable: true });
  node.auth = async () => {
    const password = await renew();
    if (node.status !== 'connect') {
      throw new TypeError('a connection must be open for a login, it was closed');
    }
    const { username } = node.options;
    return typeof username === 'string' ? login(username, password) : login(password);
  };
}
