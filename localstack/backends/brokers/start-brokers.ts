import { mkdir } from 'node:fs/promises';
import { projectNamed } from '../docker/compose-project.ts';
import { startDockerBrokers } from '../docker/docker-brokers.ts';
import { dockerOrNative } from '../docker/docker-or-native.ts';
import { isRunning } from '../process-identity.ts';
import { processTable } from '../process-table.ts';
import { type BrokerRecord, readBrokerRecord, writeBrokerRecord } from './broker-record.ts';
import { startNativeBrokers } from './native-brokers.ts';
import { stopBrokers } from './stop-brokers.ts';

/** What is asked of local brokers. */
export interface BrokersOptions {
  /** Where they keep their files and the record by which other commands find them. */
  readonly directory: string;
  /** Nodes of Kafka: three lose nothing with one of them, one needs a third of the memory. @default 1 */
  readonly kafkaNodes?: 1 | 3 | undefined;
  readonly say: (line: string) => void;
}

/** Local brokers that answer. */
export interface LocalBrokers extends Omit<BrokerRecord, 'processes' | 'containers'> {
  /** Whether they ran before they were asked for, and so hold what earlier runs left in them. */
  readonly found: boolean;
}

/** The brokers of a directory when all of them run. */
export async function runningBrokers(directory: string): Promise<LocalBrokers | undefined> {
  const record = await readBrokerRecord(directory);
  return record !== undefined && (await allRun(record)) ? localBrokers(record, true) : undefined;
}

async function allRun({ processes, containers }: BrokerRecord): Promise<boolean> {
  if (containers !== undefined) {
    return projectNamed('brokers.yaml', containers.project).runs(containers.count);
  }
  const table = processTable();
  return processes.every((one) => isRunning(one, table));
}

/**
 * Answers the brokers of a directory, Kafka, Redis, RabbitMQ and NATS: those that run, or new and empty ones. They
 * outlive this process until they are stopped.
 *
 * They run in Docker Compose where an engine answers, as processes otherwise; `PIPELINE_BACKENDS=native` or `docker`
 * decides instead.
 *
 * @throws PipelineError `backend-failed` with what to do when one cannot be had or does not start; none is left then.
 */
export async function startBrokers(options: BrokersOptions): Promise<LocalBrokers> {
  const { directory, kafkaNodes = 1, say } = options;
  const running = await runningBrokers(directory);
  if (running !== undefined) {
    return running;
  }
  // Of brokers of which one is gone, the others know things that the new one never heard of.
  await stopBrokers(directory);
  await mkdir(directory, { recursive: true });
  const remember = (record: BrokerRecord): Promise<void> => writeBrokerRecord(directory, record);
  const record = await dockerOrNative({
    say,
    docker: () => startDockerBrokers({ directory, kafkaNodes, say, remember }),
    native: () => startNativeBrokers({ directory, kafkaNodes, say }),
  });
  await remember(record);
  return localBrokers(record, false);
}

function localBrokers({ kafka, redis, rabbitmq, nats }: BrokerRecord, found: boolean): LocalBrokers {
  return { kafka, redis, rabbitmq, nats, found };
}
