import { describe, expect, it } from '@jest/globals';
import { environmentFromContext } from '../../../lib/config/environment-from-context.ts';
import { environmentNamed } from '../../../lib/config/environments.ts';

const brokersOf = (context: Readonly<Record<string, unknown>>) => environmentFromContext((key) => context[key]).brokers;
const secretArn = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:login-AbC123';

describe('brokersFromContext', () => {
  it('leaves the brokers of the environment as they are when the context names none', () => {
    expect(brokersOf({ env: 'local' })).toEqual(environmentNamed('local').brokers);
  });

  it('takes the addresses and logins of all brokers from the context', () => {
    const context = {
      ...{ env: 'local', kafkaBrokers: 'a:9092, b:9092', redisUrl: 'redis://c:6379', natsServers: 'nats://d:4222' },
      ...{ rabbitmqUrl: 'amqp://e:5672', kafkaAuth: 'scram', redisUser: 'ada' },
      ...{ kafkaSecretArn: secretArn, redisSecretArn: secretArn },
    };

    expect(brokersOf(context)).toEqual({
      kafka: { kind: 'at', brokers: ['a:9092', 'b:9092'], auth: 'scram', secretArn, readBy: 'worker' },
      redis: { kind: 'at', urls: ['redis://c:6379'], mode: 'single', secretArn, user: 'ada' },
      rabbitmq: { kind: 'at', urls: ['amqp://e:5672'], readBy: 'function' },
      nats: { kind: 'at', servers: ['nats://d:4222'] },
    });
  });

  it('has RabbitMQ read by workers, and Kafka by functions, where mappings of Lambda read for functions', () => {
    const { kafka, rabbitmq } = brokersOf({ env: 'dev', kafkaBrokers: 'a:9092', rabbitmqUrl: 'amqp://e:5672' });

    expect(kafka).toMatchObject({ kind: 'at', auth: 'none', readBy: 'function' });
    expect(rabbitmq).toMatchObject({ kind: 'at', readBy: 'worker' });
  });

  it('lets the context say who reads', () => {
    const context = { kafkaBrokers: 'a:9092', kafkaReadBy: 'function', rabbitmqUrl: 'amqp://e:5672' };
    const { kafka, rabbitmq } = brokersOf({ env: 'local', ...context, rabbitmqReadBy: 'worker' });

    expect([kafka, rabbitmq]).toMatchObject([{ readBy: 'function' }, { readBy: 'worker' }]);
  });

  it.each([
    [{ kafkaBrokers: 'a:9092', kafkaReadBy: 'me' }, 'kafkaReadBy must be function or worker, got "me"'],
    [{ kafkaBrokers: 'a:9092', kafkaAuth: 'iam' }, 'kafkaAuth must be none, scram or mtls, got "iam"'],
    [{ natsServers: '' }, 'nats: an address must be like tls://host:port'],
  ])('rejects what cannot be used: %#', (context, message) => {
    expect(() => brokersOf({ env: 'local', ...context })).toThrow(message);
  });
});
