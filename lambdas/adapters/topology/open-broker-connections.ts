import { type BrokerKind, brokerKinds } from '../../contracts/definition/broker-kind.ts';
import { environmentVariables } from '../../contracts/environment-variables.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import { type ConnectionEnvironment, variableIn } from '../connections/connection-environment.ts';
import { abortableSleep } from '../system/abortable-sleep.ts';
import type { BrokerConnections } from './reconcile-brokers.ts';

/** What opening connections works with. */
export interface BrokerOpening {
  /** Shown in the logs of the brokers that ask for a name. */
  readonly clientId: string;
  readonly environment?: ConnectionEnvironment;
  readonly telemetry: Telemetry;
}

/** Connections to close when they are done with. */
export interface OpenBrokerConnections extends BrokerConnections {
  close(): Promise<void>;
}

/** The variables that say where brokers are. */
export const brokerAddresses: Readonly<Record<BrokerKind, string>> = {
  kafka: environmentVariables.kafkaBrokers,
  redis: environmentVariables.redisUrl,
  rabbitmq: environmentVariables.rabbitmqUrl,
  nats: environmentVariables.natsServers,
};

/** The kinds of brokers whose addresses the environment gives. */
export function addressedBrokers(environment: ConnectionEnvironment = {}): readonly BrokerKind[] {
  return brokerKinds.filter((kind) => variableIn(environment, brokerAddresses[kind]) !== undefined);
}

/**
 * Connects to brokers of some kinds; only their clients are loaded.
 *
 * @throws PipelineError `environment-invalid` that names the variable, `source-unavailable` when a broker refuses the
 * login or its secret cannot be read; those that were opened before are closed then.
 */
export async function openBrokerConnections(
  kinds: readonly BrokerKind[],
  opening: BrokerOpening,
): Promise<OpenBrokerConnections> {
  const tried = await Promise.allSettled(kinds.map((kind) => openers[kind](opening)));
  const opened = tried.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const close = async (): Promise<void> => {
    await Promise.allSettled(opened.map((one) => one.close()));
  };
  const refused = tried.find((one) => one.status === 'rejected');
  if (refused !== undefined) {
    await close();
    throw refused.reason;
  }
  return Object.assign({ close }, ...opened.map(({ connections }) => connections)) as OpenBrokerConnections;
}

interface Opened {
  readonly connections: BrokerConnections;
  close(): Promise<void>;
}

const openers: Readonly<Record<BrokerKind, (opening: BrokerOpening) => Promise<Opened>>> = {
  async kafka({ clientId, environment }) {
    const { kafkaFromEnvironment } = await import('../connections/kafka-from-environment.ts');
    const { createKafkaOperations } = await import('../kafka/operations/kafka-operations.ts');
    const kafka = createKafkaOperations(await kafkaFromEnvironment(clientId, environment));
    return { connections: { kafka }, close: () => kafka.close() };
  },
  async redis({ environment, telemetry }) {
    const { redisFromEnvironment } = await import('../connections/redis-from-environment.ts');
    const { connectRedis } = await import('../redis/connect-redis.ts');
    const redis = await connectRedis({ ...(await redisFromEnvironment(environment)), telemetry });
    const close = (): Promise<void> => {
      redis.close();
      return Promise.resolve();
    };
    return { connections: { redis }, close };
  },
  async rabbitmq({ environment, telemetry }) {
    const { rabbitFromEnvironment } = await import('../connections/rabbit-from-environment.ts');
    const { connectRabbit } = await import('../rabbitmq/rabbit-connection.ts');
    const rabbitmq = await connectRabbit({ ...(await rabbitFromEnvironment(environment)), telemetry });
    return { connections: { rabbitmq }, close: () => rabbitmq.close() };
  },
  async nats({ environment, telemetry }) {
    const { natsFromEnvironment } = await import('../connections/nats-from-environment.ts');
    const { connectNats } = await import('../nats/connect-nats.ts');
    const nats = await connectNats({ ...(await natsFromEnvironment(environment)), telemetry, sleep: abortableSleep });
    return { connections: { nats }, close: () => nats.close() };
  },
};
