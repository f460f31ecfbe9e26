import {
  CreateSecretCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { LocalBrokers } from '../backends/brokers/start-brokers.ts';
import { backendError } from '../backends/backend-error.ts';
import { clientSettings } from './client-settings.ts';

/**
 * The values of the CDK context that tell the stacks where local brokers are; their logins are put into the secrets of
 * the local endpoint, as an operator would on AWS.
 */
export async function brokerContext(
  endpoint: string,
  { kafka, redis, rabbitmq, nats }: LocalBrokers,
): Promise<Readonly<Record<string, string>>> {
  const secrets = new SecretsManagerClient(clientSettings(endpoint));
  try {
    return {
      kafkaBrokers: kafka.brokers,
      redisUrl: redis.url,
      redisUser: redis.username,
      redisSecretArn: await keep(secrets, 'pipeline/local/redis', { password: redis.password }),
      rabbitmqUrl: rabbitmq.url,
      rabbitmqSecretArn: await keep(secrets, 'pipeline/local/rabbitmq', {
        username: rabbitmq.username,
        password: rabbitmq.password,
      }),
      natsServers: nats.url,
      natsSecretArn: await keep(secrets, 'pipeline/local/nats', { user: nats.username, pass: nats.password }),
    };
  } finally {
    secrets.destroy();
  }
}

/** Makes a secret, or gives the one of that name this value; answers its ARN. */
async function keep(
  secrets: SecretsManagerClient,
  name: string,
  value: Readonly<Record<string, string>>,
): Promise<string> {
  const SecretString = JSON.stringify(value);
  const { ARN } = await secrets.send(new CreateSecretCommand({ Name: name, SecretString })).catch((cause: unknown) => {
    if (cause instanceof ResourceExistsException) {
      return secrets.send(new PutSecretValueCommand({ SecretId: name, SecretString }));
    }
    throw cause;
  });
  if (ARN === undefined) {
    throw backendError(`the local endpoint must name the secret "${name}", it named none`, 'see aws-endpoint.log');
  }
  return ARN;
}
