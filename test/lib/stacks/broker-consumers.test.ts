import { describe, expect, it } from '@jest/globals';
import { pipeline } from '../../../lambdas/contracts/definition/pipeline.ts';
import type { BrokerSettings } from '../../../lib/config/broker-settings.ts';
import { environmentNamed } from '../../../lib/config/environments.ts';
import { availableBrokers } from '../../../lib/stacks/brokers/available-brokers.ts';
import { brokerConsumers } from '../../../lib/stacks/brokers/broker-consumers.ts';
import { brokerParts } from '../../lambdas/contracts/definition/broker-sample.ts';

const sample = pipeline('sample', brokerParts);
const prod = environmentNamed('prod');
const runs = (brokers: BrokerSettings) =>
  brokerConsumers(sample, { ...prod, brokers }).map(({ name, runsAs, entry }) => `${name}: ${runsAs} ${entry}`);
const rabbitmq = { kind: 'at', urls: ['amqps://a:5671'], readBy: 'worker' } as const;

describe('availableBrokers', () => {
  it.each([
    ['dev', []],
    ['prod', ['kafka', 'redis', 'rabbitmq']],
  ])('are those that %s does not leave out', (name, kinds) => {
    expect(availableBrokers(environmentNamed(name).brokers)).toEqual(kinds);
  });
});

describe('brokerConsumers', () => {
  it('run as the environment prefers, or as the one thing they can be', () => {
    expect(runs(prod.brokers)).toEqual([
      'logReader: function log.ts',
      'liveReader: worker live-worker.ts',
      'taskReader: function tasks.ts',
      'feedReader: worker feed-worker.ts',
    ]);
  });

  it('run as workers where the environment prefers that', () => {
    const kafka = { kind: 'made', brokers: { kind: 'serverless' }, readBy: 'worker' } as const;

    expect(runs({ ...prod.brokers, kafka })).toContain('logReader: worker log-worker.ts');
  });

  it('fails for a consumer without a worker at RabbitMQ that no mapping reads', () => {
    expect(() => runs({ ...prod.brokers, rabbitmq })).toThrow(
      'consumer "taskReader" must have a worker in environment "prod", where no mapping reads its rabbitmq',
    );
  });

  it('leaves RabbitMQ anywhere to the function where a poller outside invokes it', () => {
    const outside = { ...prod, brokers: { ...prod.brokers, rabbitmq }, streamPolling: 'external' } as const;

    expect(brokerConsumers(sample, outside)).toContainEqual(
      expect.objectContaining({ name: 'taskReader', runsAs: 'function' }),
    );
  });
});
