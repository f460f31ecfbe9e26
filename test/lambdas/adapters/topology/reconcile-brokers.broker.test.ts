import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { kafkaFromEnvironment } from '../../../../lambdas/adapters/connections/kafka-from-environment.ts';
import { natsFromEnvironment } from '../../../../lambdas/adapters/connections/nats-from-environment.ts';
import { rabbitFromEnvironment } from '../../../../lambdas/adapters/connections/rabbit-from-environment.ts';
import { redisFromEnvironment } from '../../../../lambdas/adapters/connections/redis-from-environment.ts';
import { createKafkaOperations } from '../../../../lambdas/adapters/kafka/operations/kafka-operations.ts';
import { connectNats } from '../../../../lambdas/adapters/nats/connect-nats.ts';
import { connectRabbit } from '../../../../lambdas/adapters/rabbitmq/rabbit-connection.ts';
import { connectRedis } from '../../../../lambdas/adapters/redis/connect-redis.ts';
import { abortableSleep } from '../../../../lambdas/adapters/system/abortable-sleep.ts';
import { silentTelemetry as telemetry } from '../../../../lambdas/adapters/telemetry/silent-telemetry.ts';
import type { BrokerReconciliation } from '../../../../lambdas/adapters/topology/broker-reconciliation.ts';
import { reconcileBrokers } from '../../../../lambdas/adapters/topology/reconcile-brokers.ts';
import { type BrokerKind, brokerKinds } from '../../../../lambdas/contracts/definition/broker-kind.ts';
import { kafkaTopic } from '../../../../lambdas/contracts/definition/kafka-topic.ts';
import { natsStream } from '../../../../lambdas/contracts/definition/nats-stream.ts';
import type { PipelineDefinition } from '../../../../lambdas/contracts/definition/pipeline-definition.ts';
import { pipeline } from '../../../../lambdas/contracts/definition/pipeline.ts';
import { rabbitCall } from '../../../../lambdas/contracts/definition/rabbit-call.ts';
import { rabbitQueue } from '../../../../lambdas/contracts/definition/rabbit-queue.ts';
import { type RunningBroker, startBroker } from '../../../support/start-broker.ts';
import { brokerParts } from '../../contracts/definition/broker-sample.ts';
import { Begun } from '../../contracts/definition/sample-parts.ts';

const { rabbitmq, ...others } = brokerParts;
const definition = pipeline('test', {
  ...others,
  rabbitmq: {
    ...rabbitmq,
    calls: { quote: rabbitCall('rpc_queue', { request: Begun, reply: Begun, worker: 'q.ts' }) },
  },
});

/** The same pipeline after somebody changed their mind. */
const changed: PipelineDefinition = {
  ...definition,
  kafka: { log: kafkaTopic('test.log', { ...others.kafka.log, partitions: 8, retentionDays: 3 }) },
  nats: { feed: natsStream('FEED', { ...others.nats.feed, retentionDays: 3 }) },
  rabbitmq: {
    ...rabbitmq,
    queues: { tasks: rabbitQueue('work_queue', { ...rabbitmq.queues.tasks, ttlSeconds: 60 }) },
  },
};

let brokers: Readonly<Partial<Record<BrokerKind, RunningBroker>>> = {};
let reconcile: (wanted: PipelineDefinition) => Promise<readonly BrokerReconciliation[]>;
let close: () => Promise<void>;

beforeAll(async () => {
  const started = await Promise.all(brokerKinds.map(async (kind) => [kind, await startBroker(kind)] as const));
  brokers = Object.fromEntries(started);
  const environment = { variables: Object.assign({}, ...started.map(([, { variables }]) => variables)) as object };
  const connections = await connected({ variables: { ...environment.variables } });
  reconcile = (wanted) => reconcileBrokers(wanted, connections);
  close = connections.close;
}, 240_000);

afterAll(async () => {
  await close();
  await Promise.all(Object.values(brokers).map((broker) => broker.stop()));
}, 60_000);

async function connected(environment: { readonly variables: Readonly<Record<string, string>> }) {
  const kafka = createKafkaOperations(await kafkaFromEnvironment('test', environment));
  const redis = await connectRedis({ ...(await redisFromEnvironment(environment)), telemetry });
  const rabbitmq = await connectRabbit({ ...(await rabbitFromEnvironment(environment)), telemetry });
  const nats = await connectNats({ ...(await natsFromEnvironment(environment)), telemetry, sleep: abortableSleep });
  return {
    ...{ kafka, redis, rabbitmq, nats },
    close: async () => {
      redis.close();
      await Promise.all([kafka.close(), rabbitmq.close(), nats.close()]);
    },
  };
}

describe('reconcileBrokers', () => {
  it('makes everything that a pipeline has at brokers, once', async () => {
    const first = await reconcile(definition);
    const second = await reconcile(definition);

    expect(first.map(({ kind, made }) => [kind, made])).toEqual([
      ['kafka', ['test.log', 'test.log.dead-letters']],
      ['redis', ['group test-liveReader of test:live']],
      ['rabbitmq', ['events', 'dlx', 'work_queue', 'dlq', 'rpc_queue']],
      [
        'nats',
        [
          ...['stream FEED', 'stream FEED_DEAD_LETTERS', 'consumer test-feedReader of FEED'],
          'consumer dead-letters of FEED_DEAD_LETTERS',
        ],
      ],
    ]);
    for (const { kind, ...rest } of second) {
      expect([kind, rest]).toEqual([kind, { made: [], changed: [], refused: [], undeclared: [] }]);
    }
  }, 60_000);

  it('changes what may be changed, refuses what may not, and says both', async () => {
    const [kafka, redis, rabbit, nats] = await reconcile(changed);

    expect(kafka?.changed).toEqual([
      'test.log: 8 partitions instead of 6',
      'test.log: retention.ms 259200000 instead of 604800000',
      'test.log.dead-letters: 8 partitions instead of 6',
    ]);
    expect(redis?.changed).toEqual([]);
    expect(rabbit?.refused).toEqual([
      expect.stringContaining('x-message-ttl of queue "work_queue" must be 60000, the broker has none'),
    ]);
    expect(nats?.changed).toEqual(['stream FEED: max_age 604800000000000 instead of 259200000000000']);
  }, 60_000);

  it('refuses to begin without a connection to every broker', async () => {
    await expect(reconcileBrokers(definition, {})).rejects.toMatchObject({
      code: 'input-invalid',
      message: 'every broker of the pipeline must have a connection, got none to kafka, redis, rabbitmq, nats',
    });
  });
});
