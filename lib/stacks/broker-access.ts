import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { BrokerKind } from '../../lambdas/contracts/definition/broker-kind.ts';
import { environmentVariables } from '../../lambdas/contracts/environment-variables.ts';
import { pascalCase } from '../../lambdas/contracts/pascal-case.ts';
import type { BrokerSettings, KafkaAt, NatsAt, RabbitAt, RedisAt } from '../config/broker-settings.ts';

/** Where something finds the brokers of some kinds that are at an address. */
export function brokerVariables(
  brokers: BrokerSettings,
  kinds: readonly BrokerKind[],
): Readonly<Record<string, string>> {
  const { kafka, redis, rabbitmq, nats } = brokers;
  const variables: Readonly<Record<BrokerKind, Readonly<Record<string, string>>>> = {
    kafka: kafka.kind === 'at' ? kafkaVariables(kafka) : {},
    redis: redis.kind === 'at' ? redisVariables(redis) : {},
    rabbitmq: rabbitmq.kind === 'at' ? rabbitVariables(rabbitmq) : {},
    nats: nats.kind === 'at' ? natsVariables(nats) : {},
  };
  return Object.assign({}, ...kinds.map((kind) => variables[kind])) as Readonly<Record<string, string>>;
}

/** Lets something read the logins of brokers of some kinds, and no other secret. */
export function grantBrokerLogins(
  scope: Construct,
  {
    id,
    brokers,
    kinds,
  }: { readonly id: string; readonly brokers: BrokerSettings; readonly kinds: readonly BrokerKind[] },
  grantee: IGrantable,
): void {
  for (const kind of kinds) {
    const place = brokers[kind];
    if (place.kind === 'at' && place.secretArn !== undefined) {
      Secret.fromSecretCompleteArn(scope, `${id}${pascalCase(kind)}Login`, place.secretArn).grantRead(grantee);
    }
  }
}

function kafkaVariables({ brokers, auth, secretArn }: KafkaAt): Readonly<Record<string, string>> {
  const { kafkaBrokers, kafkaAuth, kafkaSecret } = environmentVariables;
  return { [kafkaBrokers]: brokers.join(), [kafkaAuth]: auth, ...secretOf(kafkaSecret, secretArn) };
}

function redisVariables({ urls, mode, user, secretArn }: RedisAt): Readonly<Record<string, string>> {
  const { redisUrl, redisMode, redisAuth, redisUser, redisSecret } = environmentVariables;
  return {
    ...{ [redisUrl]: urls.join(), [redisMode]: mode, [redisAuth]: secretArn === undefined ? 'none' : 'password' },
    ...(user !== undefined && { [redisUser]: user }),
    ...secretOf(redisSecret, secretArn),
  };
}

function rabbitVariables({ urls, secretArn }: RabbitAt): Readonly<Record<string, string>> {
  const { rabbitmqUrl, rabbitmqSecret } = environmentVariables;
  return { [rabbitmqUrl]: urls.join(), ...secretOf(rabbitmqSecret, secretArn) };
}

function natsVariables({ servers, secretArn }: NatsAt): Readonly<Record<string, string>> {
  const { natsServers, natsSecret } = environmentVariables;
  return { [natsServers]: servers.join(), ...secretOf(natsSecret, secretArn) };
}

function secretOf(variable: string, secretArn: string | undefined): Readonly<Record<string, string>> {
  return secretArn === undefined ? {} : { [variable]: secretArn };
}
