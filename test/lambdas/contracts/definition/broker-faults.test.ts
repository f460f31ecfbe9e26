import { describe, expect, it } from '@jest/globals';
import { deadLetter, noDeadLetter } from '../../../../lambdas/contracts/definition/dead-letter.ts';
import { faultsOf } from '../../../../lambdas/contracts/definition/faults-of.ts';
import { kafkaTopic } from '../../../../lambdas/contracts/definition/kafka-topic.ts';
import { natsStream } from '../../../../lambdas/contracts/definition/nats-stream.ts';
import type { PipelineParts } from '../../../../lambdas/contracts/definition/pipeline-definition.ts';
import { queue } from '../../../../lambdas/contracts/definition/queue.ts';
import { rabbitCall } from '../../../../lambdas/contracts/definition/rabbit-call.ts';
import { rabbitDeadLetters } from '../../../../lambdas/contracts/definition/rabbit-dead-letters.ts';
import { rabbitExchange } from '../../../../lambdas/contracts/definition/rabbit-exchange.ts';
import { rabbitQueue } from '../../../../lambdas/contracts/definition/rabbit-queue.ts';
import { redisStream } from '../../../../lambdas/contracts/definition/redis-stream.ts';
import { brokerParts } from './broker-sample.ts';
import { Begin, Begun } from './sample-parts.ts';

const { consumers, kafka, redis, rabbitmq, nats, queues } = brokerParts;

function faults(differences: Partial<PipelineParts>): readonly string[] {
  return faultsOf({ name: 'test', ...brokerParts, ...differences });
}

function withReader(differences: object): Partial<PipelineParts> {
  return { consumers: { ...consumers, logReader: { ...consumers.logReader, ...differences } } };
}

function withForwarder(differences: object): Partial<PipelineParts> {
  return { consumers: { ...consumers, toKafka: { ...consumers.toKafka, ...differences } } };
}

const letters = deadLetter();

describe('faults of what a pipeline has at brokers', () => {
  it('are none when it is sound', () => {
    expect(faults({})).toEqual([]);
  });

  it.each<readonly [string, Partial<PipelineParts>, string]>([
    [
      'a name that is taken',
      { redis: { ...redis, log: redisStream('other', { carries: [], deadLetter: letters }) } },
      'a part at a broker must have a name of its own, found "log" twice',
    ],
    [
      'a topic name that Kafka does not take',
      { kafka: { log: { ...kafka.log, topic: 'no spaces' } } },
      'Kafka topic "log" must be called by letters, digits, dots, dashes and underscores, got "no spaces"',
    ],
    [
      'a topic that no broker may miss',
      { kafka: { log: { ...kafka.log, minInSyncReplicas: 3 } } },
      'Kafka topic "log": minInSyncReplicas must be an integer between 1 and 2, got 3',
    ],
    [
      'an order to keep without dead letters',
      { kafka: { log: kafkaTopic('log', { carries: [Begun], deadLetter: noDeadLetter('lost'), onPoison: 'block' }) } },
      'Kafka topic "log": onPoison "block" must be chosen for a topic with dead letters, got none',
    ],
    [
      'dead letters that are missing without a reason',
      { nats: { feed: natsStream('FEED', { carries: [Begun], deadLetter: noDeadLetter(' ') }) } },
      'NATS stream "feed" must have a dead letter or a reason for having none, got an empty reason',
    ],
    [
      'an even number of replicas',
      { nats: { feed: { ...nats.feed, replicas: 2 } } },
      'NATS stream "feed": replicas must be 1, 3 or 5, got 2',
    ],
    [
      'a stream whose key names a slot',
      { redis: { live: { ...redis.live, stream: 'a{b}' } } },
      'Redis stream "live" must be called by up to 200 characters without spaces and braces, got "a{b}"',
    ],
    [
      'a type that nobody forwards',
      { kafka: { log: { ...kafka.log, carries: [Begun, Begin] } } },
      'Kafka topic "log" carries "test.begin", which no consumer forwards to it',
    ],
    [
      'a forwarder to what others fill',
      { kafka: { log: { ...kafka.log, filledBy: 'others' } } },
      'consumer "toKafka" must not forward to "log", which is filled by others',
    ],
    [
      'a reader that does not know all of a log',
      withReader({ handles: [] }),
      'consumer "logReader" receives "test.begun" from Kafka topic "log", which it does not handle',
    ],
    [
      'a reader of what never comes',
      withReader({ handles: [Begun, Begin] }),
      'consumer "logReader" handles "test.begin", which Kafka topic "log" never receives',
    ],
    [
      'a reader that nothing runs',
      withReader({ entry: undefined, worker: undefined }),
      'consumer "logReader" of Kafka topic "log" must have entry or worker, got none',
    ],
    [
      'a function that reads Redis',
      { consumers: { ...consumers, liveReader: { ...consumers.liveReader, entry: 'live.ts' } } },
      'consumer "liveReader" must have no entry, because it reads Redis stream "live"',
    ],
    [
      'a worker that reads SQS',
      withForwarder({ worker: 'worker.ts' }),
      'consumer "toKafka" must have no worker, because it reads queue "kafkaBridge"',
    ],
    [
      'a target that does not exist',
      withForwarder({ forwards: ['log', 'nowhere'] }),
      'consumer "toKafka" must forward to topics, streams and exchanges of this pipeline, got "nowhere"',
    ],
    [
      'one forwarder for two brokers',
      withForwarder({ forwards: ['log', 'live'] }),
      'consumer "toKafka" must forward to one kind of broker, got kafka and redis',
    ],
    [
      'a forwarder that publishes',
      withForwarder({ publishes: [Begin] }),
      'consumer "toKafka" must publish nothing, because it forwards',
    ],
    [
      'a forwarder without order',
      { queues: { ...queues, kafkaBridge: queue({ from: { facts: [Begun] }, deadLetter: letters }) } },
      'consumer "toKafka" must forward from a FIFO queue, so that keys keep their order, got standard "kafkaBridge"',
    ],
    [
      'a call that does not exist',
      withReader({ calls: ['nothing'] }),
      'consumer "logReader" must make calls of this pipeline, got "nothing"',
    ],
    [
      'a call that waits too long',
      {
        rabbitmq: {
          ...rabbitmq,
          calls: { ask: rabbitCall('rpc', { request: Begin, reply: Begun, worker: 'answer.ts', timeoutSeconds: 61 }) },
        },
      },
      'call "ask": timeoutSeconds must be an integer between 1 and 60, got 61',
    ],
    [
      'a queue at an unknown exchange',
      { rabbitmq: { ...rabbitmq, queues: { tasks: { ...rabbitmq.queues.tasks, exchange: 'other' } } } },
      'RabbitMQ queue "tasks" must be bound to an exchange of this pipeline, got "other"',
    ],
    [
      'a queue with unknown dead letters',
      { rabbitmq: { ...rabbitmq, queues: { tasks: { ...rabbitmq.queues.tasks, deadLetters: 'other' } } } },
      'RabbitMQ queue "tasks" must have dead letters of this pipeline, got "other"',
    ],
    [
      'a queue that nothing reaches',
      { rabbitmq: { ...rabbitmq, queues: { tasks: { ...rabbitmq.queues.tasks, bindings: [] } } } },
      'RabbitMQ queue "tasks" must have a binding, or nothing reaches it',
    ],
    [
      'a queue that nobody reads',
      {
        rabbitmq: {
          ...rabbitmq,
          queues: {
            ...rabbitmq.queues,
            idle: rabbitQueue('idle', { exchange: 'events', bindings: ['#'], deadLetters: 'failed' }),
          },
        },
      },
      'RabbitMQ queue "idle" must have exactly one consumer, found 0',
    ],
    [
      'a name that the broker keeps for itself',
      { rabbitmq: { ...rabbitmq, exchanges: { ...rabbitmq.exchanges, own: rabbitExchange('amq.topic') } } },
      'RabbitMQ must have names of 1 to 200 characters that do not begin with "amq.", got "amq.topic"',
    ],
    [
      'two queues of one name at the broker',
      {
        rabbitmq: {
          ...rabbitmq,
          deadLetters: { ...rabbitmq.deadLetters, again: rabbitDeadLetters('dlq', { exchange: 'dlx' }) },
        },
      },
      'RabbitMQ must have one queue and one exchange of a name, found "dlq" twice',
    ],
    [
      'dead letters at an exchange that carries messages',
      {
        rabbitmq: {
          ...rabbitmq,
          deadLetters: { failed: rabbitDeadLetters('dlq', { exchange: 'events' }) },
        },
      },
      'dead letters "failed" must be bound to a direct exchange of this pipeline that carries nothing, got "events"',
    ],
  ])('tell of %s', (_, differences, fault) => {
    expect(faults(differences)).toContain(fault);
  });
});
