import { environmentVariables } from '../../../lambdas/contracts/environment-variables.ts';
import type { RedisAt } from '../../config/broker-settings.ts';
import type { ValkeyIdentity } from '../../constructs/redis/valkey-user.ts';
import { partNamed } from '../part-named.ts';
import { admitAtAddress, secretVariable } from './admit-at-address.ts';
import type { Reach } from './broker-client.ts';
import type { RedisUse } from './broker-uses.ts';
import type { MadeCache } from './made-brokers.ts';

const { redisUrl, redisMode, redisAuth, redisUser, redisCache, redisCacheKind, redisSecret } = environmentVariables;

/** How clients reach a serverless cache: by IAM, each as a user of its own who has nothing but its streams. */
export function reachCache({ cache, cacheName, users }: MadeCache): Reach<RedisUse> {
  const userOf = (name: string): ValkeyIdentity => partNamed(Object.fromEntries(users), name);
  const { host, port } = cache.endpoint;
  return {
    variables: (name) => ({
      ...{ [redisUrl]: `rediss://${host}:${port}`, [redisMode]: 'cluster', [redisAuth]: 'iam' },
      ...{ [redisUser]: userOf(name).userId, [redisCache]: cacheName, [redisCacheKind]: 'serverless' },
    }),
    admit: (client, { name }) => {
      client.connections.allowToDefaultPort(cache, 'the cache');
      cache.grantConnect(client, userOf(name));
    },
  };
}

/** How clients reach Redis that is there. */
export function reachRedisAt({ urls, mode, user, secretArn }: RedisAt): Reach<RedisUse> {
  return {
    variables: () => ({
      ...{ [redisUrl]: urls.join(), [redisMode]: mode, [redisAuth]: secretArn === undefined ? 'none' : 'password' },
      ...(user !== undefined && { [redisUser]: user }),
      ...secretVariable(redisSecret, secretArn),
    }),
    admit: (client) => {
      admitAtAddress(client, { addresses: urls, secretArn });
    },
  };
}
