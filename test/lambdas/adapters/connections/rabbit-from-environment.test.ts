import { expect, it } from '@jest/globals';
import { rabbitFromEnvironment } from '../../../../lambdas/adapters/connections/rabbit-from-environment.ts';
import { environmentWith } from './environment-with.ts';

it('logs in with the secret, whatever signs its password has', async () => {
  const variables = {
    RABBITMQ_URL: 'amqps://broker:5671/orders',
    RABBITMQ_SECRET: JSON.stringify({ username: 'app', password: 'p@s:s/w%' }),
  };

  expect(await rabbitFromEnvironment(environmentWith(variables))).toEqual({
    url: 'amqps://app:p%40s%3As%2Fw%25@broker:5671/orders',
  });
});

it('logs in as the guest of a broker without a secret, at one of several nodes', async () => {
  const environment = environmentWith({ RABBITMQ_URL: 'amqp://r-1:5672,amqp://r-2:5672' });

  expect(await rabbitFromEnvironment(environment, () => 0)).toEqual({ url: 'amqp://r-1:5672' });
  expect(await rabbitFromEnvironment(environment, () => 0.99)).toEqual({ url: 'amqp://r-2:5672' });
});

it('rejects an address with a password in it, without showing it', async () => {
  const rejected = rabbitFromEnvironment(environmentWith({ RABBITMQ_URL: 'amqp://app:hunter2@broker' }));

  await expect(rejected).rejects.toMatchObject({
    code: 'environment-invalid',
    message:
      'RABBITMQ_URL must be amqp://host or amqps://host, separated by commas, without user and password, got something else',
  });
});
