import { afterAll, beforeAll } from '@jest/globals';
import { createKafkajsSend } from '../../lambdas/adapters/kafka/kafkajs-send.ts';
import { createKafkaOperations } from '../../lambdas/adapters/kafka/operations/kafka-operations.ts';
import { createPlatformaticSend } from '../../lambdas/adapters/kafka/platformatic-send.ts';
import type { RunningKafka } from '../../localstack/backends/kafka/start-kafka.ts';
import { openKafkaRig } from '../lambdas/adapters/kafka/kafka-rig.ts';
import { runningKafka } from '../lambdas/adapters/kafka/running-kafka.ts';
import { type OpenBrokerPublisher, brokerPublisherConformance } from './broker-publisher-conformance.ts';

const partitions = 4;
const senders = { '@platformatic/kafka': createPlatformaticSend, kafkajs: createKafkajsSend } as const;

let kafka: RunningKafka;

beforeAll(async () => {
  kafka = await runningKafka();
}, 180_000);

afterAll(async () => {
  await kafka.stop();
}, 60_000);

for (const [client, createSend] of Object.entries(senders)) {
  brokerPublisherConformance(`Kafka through ${client}`, () => openTopic(createSend, { tooManyBytes: 1_000_001 }));
  brokerPublisherConformance(`Kafka through ${client}, to a topic that takes less than the publisher`, () =>
    openTopic(createSend, { tooManyBytes: 20_000, takes: 10_000 }),
  );
}

interface TopicLimits {
  readonly tooManyBytes: number;
  /** Bytes of a batch as it is sent. @default the broker's own */
  readonly takes?: number;
}

async function openTopic(
  createSend: (typeof senders)[keyof typeof senders],
  { tooManyBytes, takes }: TopicLimits,
): Promise<OpenBrokerPublisher> {
  const configs: Record<string, string> = takes === undefined ? {} : { 'max.message.bytes': String(takes) };
  const rig = await openKafkaRig(kafka.bootstrap, { partitions, configs });
  const operations = createKafkaOperations({ clientId: 'operator', brokers: [kafka.bootstrap] });
  const connection = { clientId: 'test', brokers: [kafka.bootstrap] };
  // Packed, a body of one letter repeated would fit anywhere.
  const send = createSend({ connection, compression: 'none' });
  return {
    publisher: rig.publisher(send),
    kept: async () => {
      const from = { kind: 'earliest' } as const;
      const records = await Promise.all(
        Array.from({ length: partitions }, (_, partition) =>
          operations.browseTopic({ topic: rig.topic, partition, limit: 100, payload: true, from }),
        ),
      );
      return records.flat().map(({ headers, payload = '' }) => {
        const { ce_id: id = '', ce_type: type = '' } = Object.fromEntries(headers);
        return { id, type, body: payload };
      });
    },
    tooManyBytes,
    close: async () => {
      await operations.close();
      await rig.close();
    },
  };
}
