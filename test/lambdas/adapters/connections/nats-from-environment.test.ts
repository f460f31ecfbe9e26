import { expect, it } from '@jest/globals';
import { natsFromEnvironment } from '../../../../lambdas/adapters/connections/nats-from-environment.ts';
import { environmentWith } from './environment-with.ts';

const servers = { NATS_SERVERS: 'nats://n-1:4222,tls://n-2:4222' };

it.each([
  ['a user', { user: 'app', pass: 'pw' }, { username: 'app', password: 'pw' }],
  ['a token', { token: 't' }, { token: 't' }],
  ['a credentials file', { creds: 'jwt' }, { credentials: 'jwt' }],
])('logs in with %s of the secret', async (_, secret, login) => {
  const variables = { ...servers, NATS_SECRET: JSON.stringify(secret) };

  expect(await natsFromEnvironment(environmentWith(variables))).toEqual({
    servers: ['nats://n-1:4222', 'tls://n-2:4222'],
    login,
  });
});

it('logs in as nobody without a secret', async () => {
  expect(await natsFromEnvironment(environmentWith(servers))).toEqual({
    servers: ['nats://n-1:4222', 'tls://n-2:4222'],
  });
});

it('rejects a secret of another shape, without showing it', async () => {
  const variables = { ...servers, NATS_SECRET: '{"password":"hunter2"}' };

  await expect(natsFromEnvironment(environmentWith(variables))).rejects.toMatchObject({
    code: 'environment-invalid',
    message: 'NATS_SECRET must hold user and pass, token, or creds as JSON, got something else',
  });
});
