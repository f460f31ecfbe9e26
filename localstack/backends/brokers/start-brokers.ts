import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { startKafka } from '../kafka/start-kafka.ts';
import { startNats } from '../nats/start-nats.ts';
import { type ProcessIdentity, isRunning } from '../process-identity.ts';
import { processTable } from '../process-table.ts';
import { startRabbitMq } from '../rabbitmq/start-rabbitmq.ts';
import { startRedis } from '../redis/start-redis.ts';
import { type BrokerRecord, readBrokerRecord, writeBrokerRecord } from './broker-record.ts';
import { brokersFolder, stopBrokers } from './stop-brokers.ts';

/** What is asked of local brokers. */
export interface BrokersOptions {
  /** Where they keep their files and the record by which other commands find them. */
  readonly directory: string;
  /** Nodes of Kafka: three lose nothing with one of them, one needs a third of the memory. @default 1 */
  readonly kafkaNodes?: 1 | 3;
  readonly say: (line: string) => void;
}

/** Local brokers that answer. */
export interface LocalBrokers extends Omit<BrokerRecord, 'processes'> {
  /** Whether they ran before they were asked for, and so hold what earlier runs left in them. */
  readonly found: boolean;
}

/** The brokers of a directory when all of them run. */
export async function runningBrokers(directory: string): Promise<LocalBrokers | undefined> {
  const record = await readBrokerRecord(directory);
  const table = processTable();
  if (record === undefined || !record.processes.every((one) => isRunning(one, table))) {
    return undefined;
  }
  return localBrokers(record, true);
}

/**
 * Answers the brokers of a directory, Kafka, Redis, RabbitMQ and NATS: those that run, or new and empty ones. They
 * outlive this process until they are stopped.
 *
 * @throws PipelineError `backend-failed` with what to do when one cannot be had or does not start; none is left then.
 */
export async function startBrokers(options: BrokersOptions): Promise<LocalBrokers> {
  const running = await runningBrokers(options.directory);
  if (running !== undefined) {
    return running;
  }
  // Of brokers of which one is gone, the others know things that the new one never heard of.
  await stopBrokers(options.directory);
  return localBrokers(await started(options), false);
}

function localBrokers({ kafka, redis, rabbitmq, nats }: BrokerRecord, found: boolean): LocalBrokers {
  return { kafka, redis, rabbitmq, nats, found };
}

interface Stoppable {
  processes(): readonly ProcessIdentity[];
  stop(): Promise<void>;
}

async function started({ directory, kafkaNodes = 1, say }: BrokersOptions): Promise<BrokerRecord> {
  // Servers are started in folders of their own, where a relative path would lead elsewhere.
  const folder = resolve(directory, brokersFolder);
  await mkdir(folder, { recursive: true });
  say('starting Kafka, Redis, RabbitMQ and NATS ...');
  const up: Stoppable[] = [];
  const kept = async <Broker extends Stoppable>(starting: Promise<Broker>): Promise<Broker> => {
    const broker = await starting;
    up.push(broker);
    return broker;
  };
  const [kafka, redis, rabbitmq, nats] = await Promise.allSettled([
    kept(startKafka({ directory: join(folder, 'kafka'), nodes: kafkaNodes, say })),
    kept(startRedis({ directory: join(folder, 'redis'), say })),
    kept(startRabbitMq({ directory: join(folder, 'rabbitmq'), say })),
    kept(startNats({ directory: join(folder, 'nats'), say })),
  ]);
  try {
    const record = recordOf({
      kafka: valueOf(kafka),
      redis: valueOf(redis),
      rabbitmq: valueOf(rabbitmq),
      nats: valueOf(nats),
      processes: up.flatMap((one) => one.processes()),
    });
    await writeBrokerRecord(directory, record);
    return record;
  } catch (cause) {
    await Promise.all(up.map((one) => one.stop()));
    throw cause;
  }
}

function valueOf<Value>(settled: PromiseSettledResult<Value>): Value {
  if (settled.status === 'rejected') {
    throw settled.reason;
  }
  return settled.value;
}

function recordOf(brokers: {
  readonly kafka: Awaited<ReturnType<typeof startKafka>>;
  readonly redis: Awaited<ReturnType<typeof startRedis>>;
  readonly rabbitmq: Awaited<ReturnType<typeof startRabbitMq>>;
  readonly nats: Awaited<ReturnType<typeof startNats>>;
  readonly processes: readonly ProcessIdentity[];
}): BrokerRecord {
  const { kafka, redis, rabbitmq, nats, processes } = brokers;
  const amqp = new URL(rabbitmq.url);
  const loginOf = ({ username, password }: { readonly username: string; readonly password: string }) => ({
    username,
    password,
  });
  return {
    kafka: { brokers: kafka.bootstrap },
    redis: { url: redis.nodes.map(({ host, port }) => `redis://${host}:${port}`).join(), ...loginOf(redis) },
    rabbitmq: { url: `amqp://${amqp.host}`, managementUrl: rabbitmq.managementUrl, ...loginOf(rabbitmq) },
    nats: { url: nats.url, ...loginOf(nats) },
    processes: [...processes],
  };
}
