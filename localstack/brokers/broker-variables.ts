import { environmentVariables } from '../../lambdas/contracts/environment-variables.ts';
import type { LocalBrokers } from '../backends/brokers/start-brokers.ts';

const { kafkaBrokers, kafkaAuth, redisUrl, redisMode, redisAuth, redisUser, rabbitmqUrl, natsServers } =
  environmentVariables;
const { redisSecret, rabbitmqSecret, natsSecret } = environmentVariables;

/** The environment variables by which a process on this machine reaches local brokers, logins among them. */
export function brokerVariables({ kafka, redis, rabbitmq, nats }: LocalBrokers): Readonly<Record<string, string>> {
  return {
    ...{ [kafkaBrokers]: kafka.brokers, [kafkaAuth]: 'none' },
    ...{ [redisUrl]: redis.url, [redisMode]: 'single', [redisAuth]: 'password', [redisUser]: redis.username },
    ...{ [rabbitmqUrl]: rabbitmq.url, [natsServers]: nats.url },
    [textOf(redisSecret)]: JSON.stringify({ password: redis.password }),
    [textOf(rabbitmqSecret)]: JSON.stringify({ username: rabbitmq.username, password: rabbitmq.password }),
    [textOf(natsSecret)]: JSON.stringify({ user: nats.username, pass: nats.password }),
  };
}

/** The variable that holds a secret itself, as a container is given it, where another one would name it. */
function textOf(variable: string): string {
  return variable.replace(/_ARN$/u, '');
}
