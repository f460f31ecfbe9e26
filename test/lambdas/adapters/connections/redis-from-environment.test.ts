import { describe, expect, it } from '@jest/globals';
import { redisFromEnvironment } from '../../../../lambdas/adapters/connections/redis-from-environment.ts';
import { environmentWith } from './environment-with.ts';

describe('redisFromEnvironment', () => {
  it('reaches one server without a login', async () => {
    expect(await redisFromEnvironment(environmentWith({ REDIS_URL: 'redis://127.0.0.1' }))).toEqual({
      ...{ nodes: [{ host: '127.0.0.1', port: 6379 }], cluster: false, tls: false },
    });
  });

  it('reaches a cluster over TLS with a password', async () => {
    const variables = {
      ...{ REDIS_URL: 'rediss://r-1:7001,rediss://r-2:7002', REDIS_MODE: 'cluster' },
      ...{ REDIS_AUTH: 'password', REDIS_USER: 'app', REDIS_SECRET: '{"password":"pw"}' },
    };

    expect(await redisFromEnvironment(environmentWith(variables))).toEqual({
      nodes: [
        { host: 'r-1', port: 7001 },
        { host: 'r-2', port: 7002 },
      ],
      ...{ cluster: true, tls: true, username: 'app', password: 'pw' },
    });
  });

  it('signs a token of IAM for each connection', async () => {
    const variables = {
      ...{ REDIS_URL: 'rediss://cache:6379', REDIS_AUTH: 'iam', REDIS_USER: 'app', REDIS_CACHE_NAME: 'orders' },
    };

    const { username, password } = await redisFromEnvironment(environmentWith(variables));

    const token = typeof password === 'function' ? await password() : '';
    expect(username).toBe('app');
    expect(token).toMatch(/^orders\/\?Action=connect&User=app&/u);
  });

  it('signs a token for a serverless cache as one for such a cache', async () => {
    const variables = {
      ...{ REDIS_URL: 'rediss://cache:6379', REDIS_AUTH: 'iam', REDIS_USER: 'app', REDIS_CACHE_NAME: 'orders' },
      REDIS_CACHE_KIND: 'serverless',
    };

    const { password } = await redisFromEnvironment(environmentWith(variables));

    const token = typeof password === 'function' ? await password() : '';
    expect(token).toContain('ResourceType=ServerlessCache');
  });

  it.each([
    [{}, /^REDIS_URL must be redis:\/\/host or rediss:\/\/host.*, got no value$/u],
    [{ REDIS_URL: 'redis://:hunter2@host' }, /^REDIS_URL must be .* without user and password, got something else$/u],
    [{ REDIS_URL: 'http://host' }, /^REDIS_URL must be/u],
    [{ REDIS_URL: 'redis://a,rediss://b' }, /^REDIS_URL must use TLS for all addresses or for none, got both$/u],
    [{ REDIS_URL: 'redis://a', REDIS_MODE: 'hunter2' }, /^REDIS_MODE must be one of single, cluster, got/u],
    [{ REDIS_URL: 'redis://a', REDIS_AUTH: 'password' }, /^environment must set REDIS_SECRET_ARN or REDIS_SECRET/u],
    [{ REDIS_URL: 'redis://a', REDIS_AUTH: 'iam' }, /^REDIS_USER must be a name, got no value$/u],
  ])('rejects %j by the name of the variable, without its value', async (variables, message) => {
    const rejected = redisFromEnvironment(environmentWith(variables));

    await expect(rejected).rejects.toMatchObject({
      code: 'environment-invalid',
      message: expect.stringMatching(message) as unknown,
    });
    await expect(rejected).rejects.not.toThrow('hunter2');
  });
});
