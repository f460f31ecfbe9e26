import { consumer } from '../../../../lambdas/contracts/definition/consumer.ts';
import { deadLetter } from '../../../../lambdas/contracts/definition/dead-letter.ts';
import { kafkaTopic } from '../../../../lambdas/contracts/definition/kafka-topic.ts';
import { natsStream } from '../../../../lambdas/contracts/definition/nats-stream.ts';
import type { PipelineParts } from '../../../../lambdas/contracts/definition/pipeline-definition.ts';
import { queue } from '../../../../lambdas/contracts/definition/queue.ts';
import { rabbitDeadLetters } from '../../../../lambdas/contracts/definition/rabbit-dead-letters.ts';
import { rabbitExchange } from '../../../../lambdas/contracts/definition/rabbit-exchange.ts';
import { rabbitQueue } from '../../../../lambdas/contracts/definition/rabbit-queue.ts';
import { redisStream } from '../../../../lambdas/contracts/definition/redis-stream.ts';
import { Begun, parts } from './sample-parts.ts';

const letters = deadLetter();
const bridge = queue({ fifo: true, from: { facts: [Begun] }, deadLetter: letters });
const forwarder = (source: string, target: string) =>
  consumer({ entry: `${source}.ts`, source, handles: [Begun], forwards: [target] });

/** A sound pipeline that has something at every broker. */
export const brokerParts = {
  ...parts,
  queues: { ...parts.queues, kafkaBridge: bridge, redisBridge: bridge, rabbitBridge: bridge, natsBridge: bridge },
  kafka: { log: kafkaTopic('test.log', { carries: [Begun], deadLetter: letters }) },
  redis: { live: redisStream('test:live', { carries: [Begun], deadLetter: letters }) },
  nats: { feed: natsStream('FEED', { carries: [Begun], deadLetter: letters }) },
  rabbitmq: {
    exchanges: {
      events: rabbitExchange('events', { carries: [Begun] }),
      dlx: rabbitExchange('dlx', { type: 'direct' }),
    },
    queues: { tasks: rabbitQueue('work_queue', { exchange: 'events', bindings: ['test.*'], deadLetters: 'failed' }) },
    deadLetters: { failed: rabbitDeadLetters('dlq', { exchange: 'dlx' }) },
  },
  consumers: {
    ...parts.consumers,
    toKafka: forwarder('kafkaBridge', 'log'),
    toRedis: forwarder('redisBridge', 'live'),
    toRabbit: forwarder('rabbitBridge', 'events'),
    toNats: forwarder('natsBridge', 'feed'),
    logReader: consumer({ entry: 'log.ts', worker: 'log-worker.ts', source: 'log', handles: [Begun] }),
    liveReader: consumer({ worker: 'live-worker.ts', source: 'live', handles: [Begun] }),
    taskReader: consumer({ entry: 'tasks.ts', source: 'tasks', handles: [Begun] }),
    feedReader: consumer({ worker: 'feed-worker.ts', source: 'feed', handles: [Begun] }),
  },
} satisfies PipelineParts;
