import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { startKafka } from '../kafka/start-kafka.ts';
import { startNats } from '../nats/start-nats.ts';
import type { ProcessIdentity } from '../process-identity.ts';
import { startRabbitMq } from '../rabbitmq/start-rabbitmq.ts';
import { startRedis } from '../redis/start-redis.ts';
import type { BrokerRecord } from './broker-record.ts';
import { brokersFolder } from './stop-brokers.ts';

/** What is asked of brokers that run as processes. */
export interface NativeBrokersOptions {
  readonly directory: string;
  readonly kafkaNodes: 1 | 3;
  readonly say: (line: string) => void;
}

interface Stoppable {
  processes(): readonly ProcessIdentity[];
  stop(): Promise<void>;
}

/**
 * Starts Kafka, Redis, RabbitMQ and NATS as processes of this machine.
 *
 * @throws PipelineError `backend-failed` with what to do when one cannot be had or does not start; none is left then.
 */
export async function startNativeBrokers({ directory, kafkaNodes, say }: NativeBrokersOptions): Promise<BrokerRecord> {
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
    return recordOf({
      kafka: valueOf(kafka),
      redis: valueOf(redis),
      rabbitmq: valueOf(rabbitmq),
      nats: valueOf(nats),
      processes: up.flatMap((one) => one.processes()),
    });
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
