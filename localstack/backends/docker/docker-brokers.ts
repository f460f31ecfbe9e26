import { randomBytes } from 'node:crypto';
import type { BrokerRecord } from '../brokers/broker-record.ts';
import { lastingPorts } from '../kafka/lasting-ports.ts';
import { redisLogin } from '../redis/redis-configuration.ts';
import { projectOf } from './compose-project.ts';

/** What is asked of brokers in containers. */
export interface DockerBrokersOptions {
  readonly directory: string;
  readonly kafkaNodes: 1 | 3;
  readonly say: (line: string) => void;
  /** Keeps the record before anything runs, so that what was started is found whatever happens. */
  readonly remember: (record: BrokerRecord) => Promise<void>;
}

/**
 * Starts Kafka, Redis, RabbitMQ and NATS with Docker Compose on free ports of the loopback interface.
 *
 * @throws PipelineError `backend-failed` when Compose fails or one does not become healthy; none is left then.
 */
export async function startDockerBrokers(options: DockerBrokersOptions): Promise<BrokerRecord> {
  const { directory, kafkaNodes, say, remember } = options;
  const project = projectOf('brokers.yaml', directory);
  const [redis = 0, amqp = 0, management = 0, nats = 0, ...kafka] = await lastingPorts(4 + kafkaNodes);
  const [rabbitLogin, natsLogin] = [loginOf('pipeline'), loginOf('app')];
  const record = {
    kafka: { brokers: kafka.map((port) => `127.0.0.1:${port}`).join() },
    redis: { url: `redis://127.0.0.1:${redis}`, ...redisLogin },
    rabbitmq: {
      ...{ url: `amqp://127.0.0.1:${amqp}`, managementUrl: `http://127.0.0.1:${management}`, ...rabbitLogin },
    },
    nats: { url: `nats://127.0.0.1:${nats}`, ...natsLogin },
    processes: [],
    containers: { project: project.name, count: 3 + kafkaNodes },
  };
  await remember(record);
  say('starting Kafka, Redis, RabbitMQ and NATS with Docker Compose ...');
  await project.up({
    ...kafkaVariables(kafka),
    ...{ REDIS_PORT: String(redis), REDIS_USER: redisLogin.username, REDIS_PASSWORD: redisLogin.password },
    ...{ RABBITMQ_PORT: String(amqp), RABBITMQ_MANAGEMENT_PORT: String(management) },
    ...{ RABBITMQ_USER: rabbitLogin.username, RABBITMQ_PASSWORD: rabbitLogin.password },
    ...{ NATS_PORT: String(nats), NATS_USER: natsLogin.username, NATS_PASSWORD: natsLogin.password },
  });
  return record;
}

/** A hexadecimal password: nothing in it needs quotes in a configuration file. */
function loginOf(username: string): { readonly username: string; readonly password: string } {
  return { username, password: randomBytes(18).toString('hex') };
}

/** With three nodes what is written is on all of them, and two must have it. */
function kafkaVariables(ports: readonly number[]): Readonly<Record<string, string>> {
  const nodes = ports.map((_, node) => node + 1);
  return {
    ...Object.fromEntries(ports.map((port, node) => [`KAFKA_PORT_${node + 1}`, String(port)])),
    KAFKA_VOTERS: nodes.map((node) => `${node}@kafka-${node}:9093`).join(),
    KAFKA_COPIES: String(nodes.length),
    KAFKA_IN_SYNC: nodes.length > 1 ? '2' : '1',
    COMPOSE_PROFILES: nodes.length > 1 ? 'three' : '',
  };
}
