import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrokerKind } from '../../lambdas/contracts/definition/broker-kind.ts';
import { startKafka } from '../../localstack/backends/kafka/start-kafka.ts';
import { startNats } from '../../localstack/backends/nats/start-nats.ts';
import { localDirectory } from '../../localstack/backends/project-paths.ts';
import { startRabbitMq } from '../../localstack/backends/rabbitmq/start-rabbitmq.ts';
import { startRedis } from '../../localstack/backends/redis/start-redis.ts';

/** A broker that runs, as a deployed process is told of it. */
export interface RunningBroker {
  readonly variables: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Starts a single server of a broker, with the variables by which a process reaches it. */
export async function startBroker(kind: BrokerKind): Promise<RunningBroker> {
  const brokers = join(localDirectory, 'brokers');
  await mkdir(brokers, { recursive: true });
  const directory = await mkdtemp(join(brokers, `${kind}-`));
  const started = await starters[kind](directory);
  return {
    variables: started.variables,
    stop: async () => {
      await started.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

const say = (): void => undefined;

const starters: Readonly<Record<BrokerKind, (directory: string) => Promise<RunningBroker>>> = {
  kafka: async (directory) => {
    const kafka = await startKafka({ directory, nodes: 1, say });
    return { variables: { KAFKA_BROKERS: kafka.bootstrap }, stop: () => kafka.stop() };
  },
  redis: async (directory) => {
    const redis = await startRedis({ directory, mode: 'single', say });
    const { nodes, username, password } = redis;
    return {
      variables: {
        REDIS_URL: nodes.map(({ host, port }) => `redis://${host}:${port}`).join(','),
        ...{ REDIS_AUTH: 'password', REDIS_USER: username, REDIS_SECRET: JSON.stringify({ password }) },
      },
      stop: () => redis.stop(),
    };
  },
  rabbitmq: async (directory) => {
    const rabbit = await startRabbitMq({ directory, say });
    const url = new URL(rabbit.url);
    const login = { username: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
    [url.username, url.password] = ['', ''];
    return {
      variables: { RABBITMQ_URL: url.href, RABBITMQ_SECRET: JSON.stringify(login) },
      stop: () => rabbit.stop(),
    };
  },
  nats: async (directory) => {
    const nats = await startNats({ directory, say });
    const { url, username: user, password: pass } = nats;
    return { variables: { NATS_SERVERS: url, NATS_SECRET: JSON.stringify({ user, pass }) }, stop: () => nats.stop() };
  },
};
