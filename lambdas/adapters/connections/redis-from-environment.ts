import * as z from 'zod/mini';
import { environmentVariables } from '../../contracts/environment-variables.ts';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { RedisSettings } from '../redis/connect-redis.ts';
import { createElastiCacheToken } from '../redis/elasticache-token.ts';
import { systemClock } from '../system/system-clock.ts';
import { type ConnectionEnvironment, awsOf, oneOf, parsedVariable, variableIn } from './connection-environment.ts';
import { serverUrls } from './server-addresses.ts';
import { requiredSecret } from './read-secret.ts';

const { redisUrl, redisMode, redisAuth, redisUser, redisCache, redisCacheKind, redisSecret } = environmentVariables;

const defaultPort = 6379;
const name = { schema: z.string(), must: 'a name' };

/**
 * How this process reaches Redis: `REDIS_URL`, `REDIS_MODE`, `REDIS_AUTH`, `REDIS_USER`, `REDIS_CACHE_NAME`,
 * `REDIS_CACHE_KIND` and the secret
 * of `REDIS_SECRET_ARN` or `REDIS_SECRET`. `rediss://` means TLS, and then all addresses must.
 *
 * @throws PipelineError `environment-invalid` that names the variable, `source-unavailable` when the secret cannot be read.
 */
export async function redisFromEnvironment(
  environment: ConnectionEnvironment = {},
): Promise<Omit<RedisSettings, 'telemetry'>> {
  const urls = parsedVariable(environment, redisUrl, serverUrls(['redis', 'rediss']));
  const secured = urls.filter(({ protocol }) => protocol === 'rediss:').length;
  if (secured !== 0 && secured !== urls.length) {
    throw new PipelineError(`${redisUrl} must use TLS for all addresses or for none, got both`, {
      code: 'environment-invalid',
    });
  }
  const mode = parsedVariable(environment, redisMode, oneOf(['single', 'cluster']));
  return {
    nodes: urls.map(({ hostname, port }) => ({ host: hostname, port: port === '' ? defaultPort : Number(port) })),
    cluster: mode === 'cluster',
    tls: secured > 0,
    ...(await loginOf(environment)),
  };
}

async function loginOf(environment: ConnectionEnvironment): Promise<Pick<RedisSettings, 'username' | 'password'>> {
  switch (parsedVariable(environment, redisAuth, oneOf(['none', 'password', 'iam']))) {
    case 'none':
      return {};
    case 'password': {
      const username = variableIn(environment, redisUser);
      const { password } = await requiredSecret(environment, {
        variable: redisSecret,
        schema: z.object({ password: z.string().check(z.minLength(1)) }),
        must: 'password',
      });
      return { password, ...(username !== undefined && { username }) };
    }
    case 'iam': {
      const aws = awsOf(environment);
      const user = parsedVariable(environment, redisUser, name);
      const cache = parsedVariable(environment, redisCache, name);
      const credentials = (): ReturnType<typeof aws.credentials> => aws.credentials();
      const serverless = parsedVariable(environment, redisCacheKind, oneOf(['nodes', 'serverless'])) === 'serverless';
      const token = { cache, user, serverless, region: await aws.region(), credentials, clock: systemClock };
      return { username: user, password: createElastiCacheToken(token) };
    }
  }
}
