import { describe, expect, it } from '@jest/globals';
import { kafkaTopics } from '../../../../lambdas/adapters/topology/kafka-topics.ts';
import { natsTopologyOf } from '../../../../lambdas/adapters/topology/nats-topology-of.ts';
import { rabbitTopologyOf } from '../../../../lambdas/adapters/topology/rabbit-topology-of.ts';
import { pipeline } from '../../../../lambdas/contracts/definition/pipeline.ts';
import { brokerParts } from '../../contracts/definition/broker-sample.ts';

const definition = pipeline('test', brokerParts);

function without<Part>(
  parts: Readonly<Record<string, Part>>,
  names: readonly string[],
): Readonly<Record<string, Part>> {
  return Object.fromEntries(Object.entries(parts).filter(([name]) => !names.includes(name)));
}

describe('what a definition needs at brokers', () => {
  it.each([
    [1, 1, '1'],
    [2, 2, '1'],
    [3, 3, '2'],
    [6, 3, '2'],
  ])('on %i brokers of Kafka keeps each record on %i, %s of them in sync', (brokers, replicas, inSync) => {
    const topics = kafkaTopics(definition, brokers);

    expect(topics.map(({ topic }) => topic)).toEqual(['test.log', 'test.log.dead-letters']);
    expect(new Set(topics.map((topic) => topic.replicas))).toEqual(new Set([replicas]));
    expect(new Set(topics.map(({ configs }) => configs['min.insync.replicas']))).toEqual(new Set([inSync]));
  });

  it('keeps a message of NATS once on a single server, and as often as it says in a cluster', () => {
    const replicasOf = (clustered: boolean) =>
      natsTopologyOf(definition, { clustered }).streams.map(({ replicas }) => replicas);

    expect(replicasOf(false)).toEqual([1, 1]);
    expect(replicasOf(true)).toEqual([3, 3]);
  });

  it('lets a queue of RabbitMQ give up after its consumer would have, and dead letters never', () => {
    const { exchanges, queues } = rabbitTopologyOf(definition);

    expect(exchanges.map(({ name, type }) => [name, type])).toEqual([
      ['events', 'topic'],
      ['dlx', 'direct'],
    ]);
    expect(queues).toMatchObject([
      {
        ...{ name: 'work_queue', deliveryLimit: 9, deadLetter: { exchange: 'dlx', routingKey: 'failed' } },
        bindings: [{ exchange: 'events', routingKey: 'test.*' }],
      },
      { name: 'dlq', deliveryLimit: 1_000_000_000, bindings: [{ exchange: 'dlx', routingKey: 'failed' }] },
    ]);
  });

  it('is the dead letters alone of what others fill, and who reads it', () => {
    const queues = without(brokerParts.queues, ['kafkaBridge', 'natsBridge']);
    const consumers = without(brokerParts.consumers, ['toKafka', 'toNats']);
    const { log } = brokerParts.kafka;
    const { feed } = brokerParts.nats;
    const others = pipeline('test', {
      ...brokerParts,
      ...{ queues, consumers },
      kafka: { log: { ...log, filledBy: 'others' } },
      nats: { feed: { ...feed, filledBy: 'others' } },
    });

    expect(kafkaTopics(others, 3).map(({ topic }) => topic)).toEqual(['test.log.dead-letters']);
    const nats = natsTopologyOf(others, { clustered: true });
    expect(nats.streams.map(({ name }) => name)).toEqual(['FEED_DEAD_LETTERS']);
    expect(nats.consumers.map(({ stream }) => stream)).toEqual(['FEED', 'FEED_DEAD_LETTERS']);
  });

  it('is nothing for a pipeline without brokers', () => {
    const { queues, consumers } = definition;

    expect(kafkaTopics({}, 3)).toEqual([]);
    expect(rabbitTopologyOf({ queues, consumers })).toEqual({ exchanges: [], queues: [] });
  });
});
