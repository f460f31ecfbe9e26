import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type KafkaOptions, type RunningKafka, startKafka } from '../../../../localstack/backends/kafka/start-kafka.ts';
import { localDirectory } from '../../../../localstack/backends/project-paths.ts';

/** Starts a cluster of a test's own; `stop` deletes what it wrote. */
export async function runningKafka(options: Partial<KafkaOptions> = {}): Promise<RunningKafka> {
  const brokers = join(localDirectory, 'brokers');
  await mkdir(brokers, { recursive: true });
  const directory = await mkdtemp(join(brokers, 'kafka-'));
  const kafka = await startKafka({ nodes: 1, say: () => undefined, ...options, directory });
  const stop = async (): Promise<void> => {
    await kafka.stop();
    await rm(directory, { recursive: true, force: true });
  };
  return { ...kafka, stop };
}
