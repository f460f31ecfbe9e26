import kafkajs from 'kafkajs';
import { fillTopic } from './fill-topic.ts';
import { createTopic, fetchBytes, groupOf, uncommittedIn } from './kafka-place.ts';
import type { ConsumerSide, ProducerSide } from './sides.ts';

const name = 'kafkajs';

/** Its producer alone, as safe as ours: acknowledged by all replicas, idempotent, gzip. */
export function kafkajsProducer(bootstrap: string): ProducerSide {
  return {
    name,
    open: async (topic) => {
      await createTopic(bootstrap, topic);
      const producer = clientOf(bootstrap).producer({
        ...{ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false },
        createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
      });
      await producer.connect();
      const settings = { topic, acks: -1, compression: kafkajs.CompressionTypes.GZIP };
      return {
        send: async (messages) => {
          await producer.send({ ...settings, messages: messages.map(({ key, body }) => ({ key, value: body })) });
        },
        close: () => producer.disconnect(),
      };
    },
  };
}

/** Its consumer alone: parses the JSON of each record, checks nothing, and lets the client commit. */
export function kafkajsConsumer(bootstrap: string): ConsumerSide {
  return {
    name,
    open: async ({ place: topic, messages, settled }) => {
      await fillTopic(bootstrap, topic, messages);
      const consumer = clientOf(bootstrap).consumer({ groupId: groupOf(topic), maxBytesPerPartition: fetchBytes });
      await consumer.connect();
      await consumer.subscribe({ topics: [topic], fromBeginning: true });
      return {
        begin: () =>
          consumer.run({
            eachMessage: ({ message }) => {
              JSON.parse(message.value?.toString('utf8') ?? '');
              settled(1);
              return Promise.resolve();
            },
          }),
        end: async () => {
          // Commits what it has settled.
          await consumer.stop();
          await consumer.disconnect();
          return uncommittedIn(bootstrap, topic, messages.length);
        },
      };
    },
  };
}

function clientOf(bootstrap: string): kafkajs.Kafka {
  return new kafkajs.Kafka({
    ...{ clientId: 'bench', brokers: bootstrap.split(','), logLevel: kafkajs.logLevel.NOTHING },
  });
}
