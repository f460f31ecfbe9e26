import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from '@jest/globals';
import { brokerContext } from '../../../localstack/deploy/broker-context.ts';
import { clientSettings } from '../../../localstack/deploy/client-settings.ts';

const login = { username: 'app', password: 'first' };
const brokers = {
  kafka: { brokers: '127.0.0.1:9092' },
  redis: { url: 'redis://127.0.0.1:6379', ...login },
  rabbitmq: { url: 'amqp://127.0.0.1:5672', managementUrl: 'http://127.0.0.1:15672', ...login },
  nats: { url: 'nats://127.0.0.1:4222', ...login },
  found: false,
};

describe('the context of local brokers', () => {
  it('names their addresses and the secrets that keep their logins, which change with them', async () => {
    const endpoint = process.env['AWS_ENDPOINT_URL'] ?? '';

    const first = await brokerContext(endpoint, brokers);
    const second = await brokerContext(endpoint, { ...brokers, redis: { ...brokers.redis, password: 'second' } });

    expect(first).toMatchObject({
      kafkaBrokers: '127.0.0.1:9092',
      redisUser: 'app',
      rabbitmqUrl: 'amqp://127.0.0.1:5672',
      redisSecretArn: expect.stringMatching(/^arn:aws:secretsmanager:/),
    });
    expect(second).toEqual(first);
    const secrets = new SecretsManagerClient(clientSettings(endpoint));
    const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: first['redisSecretArn'] }));
    secrets.destroy();
    expect(SecretString).toBe('{"password":"second"}');
  });
});
