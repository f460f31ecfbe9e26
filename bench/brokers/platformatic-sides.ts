import { Consumer, type MessagesStream, ProduceAcks, Producer } from '@platformatic/kafka';
import type { OutgoingMessage } from '../../lambdas/core/ports/publisher.ts';
import { fillTopic } from './fill-topic.ts';
import { createTopic, fetchBytes, groupOf, uncommittedIn } from './kafka-place.ts';
import type { ConsumerSide, ProducerSide } from './sides.ts';

const name = '@platformatic/kafka';

/** Its producer alone, as safe as ours: acknowledged by all replicas, idempotent, gzip. */
export function platformaticProducer(bootstrap: string): ProducerSide {
  return {
    name,
    open: async (topic) => {
      await createTopic(bootstrap, topic);
      const producer = new Producer({
        ...{ clientId: 'bench', bootstrapBrokers: bootstrap.split(',') },
        ...{ idempotent: true, acks: ProduceAcks.ALL, compression: 'gzip' },
      });
      return {
        send: async (messages) => {
          await producer.send({ messages: messages.map((message) => recordOf(topic, message)) });
        },
        close: () => producer.close(),
      };
    },
  };
}

function recordOf(topic: string, { key, body }: OutgoingMessage) {
  return { topic, key: Buffer.from(key), value: Buffer.from(body) };
}

/** Its consumer alone: parses the JSON of each record, checks nothing, and lets the client commit. */
export function platformaticConsumer(bootstrap: string): ConsumerSide {
  return {
    name,
    open: async ({ place: topic, messages, settled }) => {
      await fillTopic(bootstrap, topic, messages);
      const consumer = new Consumer({
        ...{ clientId: 'bench', bootstrapBrokers: bootstrap.split(','), groupId: groupOf(topic) },
      });
      let stream: RecordStream | undefined;
      return {
        begin: async () => {
          stream = await consumer.consume({
            ...{ topics: [topic], mode: 'committed', fallbackMode: 'earliest', autocommit: commitMs },
            ...{ maxWaitTime: 500, maxBytes: fetchBytes * 16, maxBytesPerPartition: fetchBytes },
          });
          stream.on('data', ({ value }) => {
            JSON.parse(value.toString('utf8'));
            settled(1);
          });
        },
        end: async () => {
          await stream?.close();
          await consumer.close(true);
          return uncommittedIn(bootstrap, topic, messages.length);
        },
      };
    },
  };
}

type RecordStream = MessagesStream<Buffer, Buffer, Buffer, Buffer>;

/** Milliseconds between commits. */
const commitMs = 100;
