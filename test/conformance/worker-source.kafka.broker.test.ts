import { afterAll, beforeAll } from '@jest/globals';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startKafka, type RunningKafka } from '../../localstack/backends/kafka/start-kafka.ts';
import { kafkaSourceDefaults } from '../../lambdas/adapters/kafka/kafka-source.ts';
import { openKafkaRig } from '../lambdas/adapters/kafka/kafka-rig.ts';
import { workerSourceConformance } from './worker-source-conformance.ts';

let kafka: RunningKafka;
let directory: string;

beforeAll(async () => {
  await mkdir('.local/brokers', { recursive: true });
  directory = await mkdtemp('.local/brokers/kafka-');
  kafka = await startKafka({ directory: join(process.cwd(), directory), nodes: 1, say: () => undefined });
}, 180_000);

afterAll(async () => {
  await kafka.stop();
  await rm(directory, { recursive: true, force: true });
}, 60_000);

workerSourceConformance('kafka', async () => {
  const rig = await openKafkaRig(kafka.bootstrap);
  return {
    publisher: rig.publisher(),
    source: () => Promise.resolve(rig.source()),
    redeliverySeconds: 7,
    ordered: true,
    mostUnsettled: kafkaSourceDefaults.maxRecords,
    close: () => rig.close(),
  };
});
