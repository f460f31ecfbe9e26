import { describe, expect, it } from '@jest/globals';
import type { BrokerSettings } from '../../../lib/config/broker-settings.ts';
import { checkedEnvironment } from '../../../lib/config/checked-environment.ts';
import type { Environment } from '../../../lib/config/environment.ts';
import { environmentNamed } from '../../../lib/config/environments.ts';
import { managedBrokers } from '../../../lib/config/managed-brokers.ts';
import { noBrokers } from '../../../lib/config/no-brokers.ts';

const none = noBrokers('a test');
const existing = {
  kind: 'existing',
  vpcId: 'vpc-0a1b',
  availabilityZones: ['eu-west-1a', 'eu-west-1b'],
  subnetIds: ['subnet-1', 'subnet-2'],
} as const;
const secretArn = 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:broker/login-AbC123';
const nats = { kind: 'at', servers: ['tls://nats.example:4222'], secretArn } as const;
const redis = { kind: 'at', urls: ['rediss://a:6379', 'rediss://b:6379'], mode: 'cluster' } as const;
const kafka = { kind: 'at', brokers: ['a:9096'], auth: 'scram', secretArn, readBy: 'function' } as const;
const rabbitmq = { kind: 'at', urls: ['amqps://a:5671/orders'], secretArn, readBy: 'worker' } as const;

const check = (brokers: BrokerSettings, change: Partial<Environment> = {}) =>
  checkedEnvironment({ ...environmentNamed('staging'), ...change, brokers });

describe('brokerSettingFaults', () => {
  it.each<[string, BrokerSettings, string]>([
    ['no reason', { ...none, nats: { kind: 'none', reason: ' ' } }, 'nats that is left out must say why'],
    ['no network', { ...managedBrokers, network: undefined }, 'redis must have a network to be made in, got none'],
    ['no way out', { ...managedBrokers, nats }, 'nats at an address must be reached through nat or from an existing'],
    [
      'one zone',
      { ...none, nats, network: { ...existing, availabilityZones: ['eu-west-1a'] } },
      'network: there must be one subnet in each of 2 or 3 zones, got 2 in 1',
    ],
    ['no network id', { ...none, network: { ...existing, vpcId: 'mine' } }, 'vpcId must be one like vpc-0a1b2c3d'],
    [
      'express in two zones',
      {
        ...managedBrokers,
        network: { kind: 'made', zones: 2, nat: false },
        kafka: { kind: 'made', brokers: { kind: 'express', instance: 'm7g.large' }, readBy: 'worker' },
      },
      'kafka of the kind express must have 3 zones, got 2',
    ],
    [
      'a family before the type',
      {
        ...managedBrokers,
        kafka: { kind: 'made', brokers: { kind: 'express', instance: 'kafka.m7g.large' }, readBy: 'worker' },
      },
      'kafka: instance must be a type like m7g.large, got "kafka.m7g.large"',
    ],
    ['no address', { ...none, redis: { ...redis, urls: [] } }, 'redis at an address must name one, got none'],
    ['no host', { ...none, kafka: { ...kafka, brokers: ['a'] } }, 'kafka: an address must be like host:port'],
    ['part of an ARN', { ...none, nats: { ...nats, secretArn: 'nats' } }, 'secretArn must be the complete ARN'],
    [
      'a login without a secret',
      { ...none, kafka: { kind: 'at', brokers: ['a:9094'], auth: 'mtls', readBy: 'worker' } },
      'kafka: a login must come with a secret, and none without, got auth "mtls" without one',
    ],
    ['a user without a secret', { ...none, redis: { ...redis, user: 'ada' } }, 'user "ada" must have a secret'],
    [
      'a mapping of RabbitMQ',
      { ...none, rabbitmq: { ...rabbitmq, readBy: 'function' } },
      'rabbitmq at an address must be read by a worker: mappings of Lambda read Amazon MQ alone',
    ],
  ])('rejects %s', (_, brokers, message) => {
    expect(() => check(brokers)).toThrow(`environment "staging": brokers: `);
    expect(() => check(brokers)).toThrow(message);
  });

  it('does not show an address that may hold a password', () => {
    const brokers: BrokerSettings = { ...none, rabbitmq: { ...rabbitmq, urls: ['amqps://ada:hidden@a:5671'] } };

    expect(() => check(brokers)).toThrow('got something else');
    expect(() => check(brokers)).not.toThrow('hidden');
  });

  it.each<[string, BrokerSettings]>([
    ['none', none],
    ['managed ones', managedBrokers],
    ['some at addresses without a network', { kafka, redis, rabbitmq, nats }],
    ['some at addresses beside a network', { ...managedBrokers, nats, network: existing }],
    ['some at addresses through nat', { ...managedBrokers, nats, network: { kind: 'made', zones: 2, nat: true } }],
  ])('accepts %s', (_, brokers) => {
    expect(() => check(brokers)).not.toThrow();
  });

  it('wants brokers that are made to be read from inside their network', () => {
    expect(() => check(managedBrokers, { streamPolling: 'external' })).toThrow(
      'kafka that is made must be read by mappings and workers of AWS, got streamPolling "external"',
    );
  });

  it('lets a poller outside read RabbitMQ for a function', () => {
    const brokers: BrokerSettings = { ...none, rabbitmq: { ...rabbitmq, readBy: 'function' } };

    expect(() => check(brokers, { streamPolling: 'external' })).not.toThrow();
  });
});
