import * as z from 'zod/mini';
import { consumer } from '../../../../lambdas/contracts/definition/consumer.ts';
import { deadLetter } from '../../../../lambdas/contracts/definition/dead-letter.ts';
import { kafkaTopic } from '../../../../lambdas/contracts/definition/kafka-topic.ts';
import { pipeline } from '../../../../lambdas/contracts/definition/pipeline.ts';
import { queue } from '../../../../lambdas/contracts/definition/queue.ts';
import { relay } from '../../../../lambdas/contracts/definition/relay.ts';
import { topic } from '../../../../lambdas/contracts/definition/topic.ts';
import { event } from '../../../../lambdas/contracts/events/event-type.ts';

/** A line of some text. */
export const Written = event('test.written', {
  schema: z.object({ text: z.string(), line: z.number() }),
  key: ({ text }) => text,
});

const letters = deadLetter({ maxReceiveCount: 4 });
const carried = { carries: [Written], deadLetter: letters, partitions: 3 };

/** Lines that come over a queue to a topic of Kafka, and from there by a forwarder to two others. */
export const copiedPipeline = pipeline('copied', {
  topics: { facts: topic({ fifo: true, carries: [Written] }) },
  relay: relay({ entry: 'relay.ts' }),
  queues: { toKafka: queue({ fifo: true, from: { facts: [Written] }, deadLetter: letters }) },
  kafka: {
    lines: kafkaTopic('copied.lines', { ...carried, onPoison: 'skip' }),
    first: kafkaTopic('copied.first', carried),
    second: kafkaTopic('copied.second', carried),
  },
  consumers: {
    bridge: consumer({ entry: 'bridge.ts', source: 'toKafka', handles: [Written], forwards: ['lines'] }),
    copier: consumer({ worker: 'copier.ts', source: 'lines', handles: [Written], forwards: ['first', 'second'] }),
  },
});
