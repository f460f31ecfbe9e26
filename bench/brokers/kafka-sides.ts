import type { KafkaSend } from '../../lambdas/adapters/kafka/kafka-send.ts';
import { createKafkaSource } from '../../lambdas/adapters/kafka/kafka-source.ts';
import { createKafkajsSend } from '../../lambdas/adapters/kafka/kafkajs-send.ts';
import { createPlatformaticSend } from '../../lambdas/adapters/kafka/platformatic-send.ts';
import { sleep } from '../../lambdas/adapters/system/sleep.ts';
import { systemClock as clock } from '../../lambdas/adapters/system/system-clock.ts';
import { systemTimers as timers } from '../../lambdas/adapters/system/system-timers.ts';
import { createMemoryTelemetry } from '../../lambdas/adapters/telemetry/memory-telemetry.ts';
import { startKafka } from '../../localstack/backends/kafka/start-kafka.ts';
import { fillTopic, publisherTo } from './fill-topic.ts';
import { createTopic, fetchBytes, groupOf, uncommittedIn } from './kafka-place.ts';
import { kafkajsConsumer, kafkajsProducer } from './kafkajs-sides.ts';
import { startOurWorker } from './our-worker.ts';
import { platformaticConsumer, platformaticProducer } from './platformatic-sides.ts';
import { publishAll } from './publish-all.ts';
import { type BrokerSides, type ConsumerSide, type ProducerSide, aims } from './sides.ts';

const telemetry = createMemoryTelemetry();

/** Names of this package's ways out: of workers, and of functions. */
const ways = { worker: 'this package', functions: 'this package, functions' } as const;

/** Starts Kafka, and tells how this package and its two clients alone work with it. */
export async function kafkaSides(directory: string, say: (line: string) => void): Promise<BrokerSides> {
  const server = await startKafka({ directory, nodes: 1, say });
  const { bootstrap } = server;
  const connection = { clientId: 'bench', brokers: bootstrap.split(',') };
  const workers = ourProducer(ways.worker, bootstrap, () => createPlatformaticSend({ connection }));
  const functions = ourProducer(ways.functions, bootstrap, () => createKafkajsSend({ connection }));
  return {
    broker: 'Kafka',
    messages: 20_000,
    producers: [workers, platformaticProducer(bootstrap), functions, kafkajsProducer(bootstrap)],
    consumers: [ourConsumer(bootstrap), platformaticConsumer(bootstrap), kafkajsConsumer(bootstrap)],
    pairs: {
      produce: [
        { ours: ways.worker, peer: '@platformatic/kafka', least: aims.bare },
        { ours: ways.functions, peer: 'kafkajs', least: aims.bare },
      ],
      consume: [
        { ours: ways.worker, peer: '@platformatic/kafka', least: aims.bare },
        { ours: ways.worker, peer: 'kafkajs', least: aims.bare },
      ],
    },
    close: () => server.stop(),
  };
}

function ourProducer(name: string, bootstrap: string, send: () => KafkaSend): ProducerSide {
  return {
    name,
    open: async (topic) => {
      await createTopic(bootstrap, topic);
      const publisher = publisherTo(topic, send());
      return { send: (messages) => publishAll(publisher, messages), close: () => publisher.close() };
    },
  };
}

function ourConsumer(bootstrap: string): ConsumerSide {
  const connection = { clientId: 'bench', brokers: bootstrap.split(',') };
  return {
    name: ways.worker,
    open: async ({ place: topic, messages, settled }) => {
      await fillTopic(bootstrap, topic, messages);
      const source = createKafkaSource({
        ...{ connection, groupId: groupOf(topic), topics: [topic], clock, timers, sleep, telemetry, fetchBytes },
      });
      let worker: ReturnType<typeof startOurWorker> | undefined;
      return {
        begin: () => {
          worker = startOurWorker({ source, settled });
          return Promise.resolve();
        },
        end: async () => {
          await worker?.stop();
          return uncommittedIn(bootstrap, topic, messages.length);
        },
      };
    },
  };
}
