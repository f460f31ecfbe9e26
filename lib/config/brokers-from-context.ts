import type { BrokerSettings, KafkaAt, NatsAt, RabbitAt, ReadBy, RedisAt } from './broker-settings.ts';
import { EnvironmentError } from './environment-error.ts';

/** Reads one value of the context as text, undefined when it is not set. */
export type ReadText = (key: string) => string | undefined;

/** Who reads a broker that the context names, unless it says that too. */
export interface Readers {
  readonly kafka: ReadBy;
  readonly rabbitmq: ReadBy;
}

/**
 * The brokers that the context names by their addresses, separated by commas, over those of the environment:
 * `kafkaBrokers`, `redisUrl`, `rabbitmqUrl` and `natsServers`, with the ARNs of the secrets that keep the logins,
 * `kafkaSecretArn` and so on; for Kafka `kafkaAuth` (`none`, `scram` or `mtls`) and for Redis `redisUser` too. Who reads
 * where both ways are there say `kafkaReadBy` and `rabbitmqReadBy` (`function` or `worker`).
 *
 * @throws EnvironmentError `environment-inconsistent` for another way to log in to Kafka, or to read.
 */
export function brokersFromContext(read: ReadText, brokers: BrokerSettings, readers: Readers): BrokerSettings {
  return {
    ...brokers,
    kafka: kafkaAt(read, readBy(read, 'kafka', readers)) ?? brokers.kafka,
    redis: redisAt(read) ?? brokers.redis,
    rabbitmq: rabbitAt(read, readBy(read, 'rabbitmq', readers)) ?? brokers.rabbitmq,
    nats: natsAt(read) ?? brokers.nats,
  };
}

function kafkaAt(read: ReadText, readBy: ReadBy): KafkaAt | undefined {
  const brokers = addresses(read('kafkaBrokers'));
  return (
    brokers && { kind: 'at', brokers, auth: kafkaAuth(read('kafkaAuth') ?? 'none'), ...secret(read, 'kafka'), readBy }
  );
}

function redisAt(read: ReadText): RedisAt | undefined {
  const [urls, user] = [addresses(read('redisUrl')), read('redisUser')];
  return urls && { kind: 'at', urls, mode: 'single', ...secret(read, 'redis'), ...(user !== undefined && { user }) };
}

function rabbitAt(read: ReadText, readBy: ReadBy): RabbitAt | undefined {
  const urls = addresses(read('rabbitmqUrl'));
  return urls && { kind: 'at', urls, ...secret(read, 'rabbitmq'), readBy };
}

function natsAt(read: ReadText): NatsAt | undefined {
  const servers = addresses(read('natsServers'));
  return servers && { kind: 'at', servers, ...secret(read, 'nats') };
}

function readBy(read: ReadText, kind: keyof Readers, readers: Readers): ReadBy {
  const asked = read(`${kind}ReadBy`) ?? readers[kind];
  if (asked !== 'function' && asked !== 'worker') {
    throw new EnvironmentError('environment-inconsistent', [
      `${kind}ReadBy must be function or worker, got "${asked}"`,
    ]);
  }
  return asked;
}

function addresses(text: string | undefined): readonly string[] | undefined {
  return text?.split(',').map((one) => one.trim());
}

function secret(read: ReadText, kind: string): { readonly secretArn?: string } {
  const secretArn = read(`${kind}SecretArn`);
  return secretArn === undefined ? {} : { secretArn };
}

function kafkaAuth(text: string): KafkaAt['auth'] {
  if (text === 'none' || text === 'scram' || text === 'mtls') {
    return text;
  }
  throw new EnvironmentError('environment-inconsistent', [`kafkaAuth must be none, scram or mtls, got "${text}"`]);
}
