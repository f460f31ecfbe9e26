import * as z from 'zod/mini';
import type { BrokerParts } from '../../../../lambdas/contracts/definition/broker-parts.ts';
import { consumer } from '../../../../lambdas/contracts/definition/consumer.ts';
import { deadLetter } from '../../../../lambdas/contracts/definition/dead-letter.ts';
import { kafkaTopic } from '../../../../lambdas/contracts/definition/kafka-topic.ts';
import { natsStream } from '../../../../lambdas/contracts/definition/nats-stream.ts';
import type { PipelineDefinition } from '../../../../lambdas/contracts/definition/pipeline-definition.ts';
import { pipeline } from '../../../../lambdas/contracts/definition/pipeline.ts';
import { queue } from '../../../../lambdas/contracts/definition/queue.ts';
import { rabbitDeadLetters } from '../../../../lambdas/contracts/definition/rabbit-dead-letters.ts';
import { rabbitExchange } from '../../../../lambdas/contracts/definition/rabbit-exchange.ts';
import { rabbitQueue } from '../../../../lambdas/contracts/definition/rabbit-queue.ts';
import { redisStream } from '../../../../lambdas/contracts/definition/redis-stream.ts';
import { relay } from '../../../../lambdas/contracts/definition/relay.ts';
import { topic } from '../../../../lambdas/contracts/definition/topic.ts';
import { event } from '../../../../lambdas/contracts/events/event-type.ts';

/** A note; its text says what is wrong with it. */
export const Noted = event('test.noted', {
  schema: z.object({ note: z.string(), key: z.string() }),
  key: ({ key }) => key,
});

const letters = deadLetter({ maxReceiveCount: 4 });
const carried = { carries: [Noted], deadLetter: letters };

/** Where the reader's source can be: for it, each is a change of one line. */
export const brokerOf = {
  kafka: { kafka: { notes: kafkaTopic('moved.notes', { ...carried, onPoison: 'skip' }) } },
  redis: { redis: { notes: redisStream('moved:notes', carried) } },
  nats: { nats: { notes: natsStream('NOTES', carried) } },
  rabbitmq: {
    rabbitmq: {
      exchanges: {
        events: rabbitExchange('moved', { carries: [Noted] }),
        dlx: rabbitExchange('moved.dlx', { type: 'direct' }),
      },
      queues: {
        notes: rabbitQueue('moved.notes', {
          ...{ exchange: 'events', bindings: ['test.*'], maxReceiveCount: 4, deadLetters: 'failed', keepsOrder: true },
        }),
      },
      deadLetters: { failed: rabbitDeadLetters('moved.dlq', { exchange: 'dlx' }) },
    },
  },
} as const satisfies Readonly<Record<string, BrokerParts>>;

const sqs = {
  topics: { facts: topic({ fifo: true, carries: [Noted] }) },
  relay: relay({ entry: 'relay.ts' }),
};
const fromFacts = queue({ fifo: true, from: { facts: [Noted] }, deadLetter: letters, onPoison: 'skip' });
const read = { source: 'notes', handles: [Noted] };

/** A topic of SNS whose notes a reader takes from a queue, or from a broker that a bridge sends them to. */
export function movedPipeline(kind: keyof typeof brokerOf | 'queue'): PipelineDefinition {
  if (kind === 'queue') {
    const reader = consumer({ ...read, entry: 'reader.ts' });
    return pipeline('moved', { ...sqs, queues: { notes: fromFacts }, consumers: { reader } });
  }
  const forwards = [kind === 'rabbitmq' ? 'events' : 'notes'];
  const reader = consumer({ ...read, worker: 'reader-worker.ts' });
  const bridge = consumer({ entry: 'bridge.ts', source: 'toBroker', handles: [Noted], forwards });
  return pipeline('moved', {
    ...{ ...sqs, ...brokerOf[kind] },
    ...{ queues: { toBroker: fromFacts }, consumers: { bridge, reader } },
  });
}

/** The same over a topic of Kafka whose reader keeps the order of a key over its failures. */
export const orderedPipeline = pipeline('ordered', {
  ...{ ...sqs, kafka: { notes: kafkaTopic('ordered.notes', carried) } },
  queues: { toBroker: fromFacts },
  consumers: {
    bridge: consumer({ entry: 'bridge.ts', source: 'toBroker', handles: [Noted], forwards: ['notes'] }),
    reader: consumer({ ...read, worker: 'reader-worker.ts' }),
  },
});
