import * as z from 'zod/mini';
import { environmentVariables } from '../../contracts/environment-variables.ts';
import type { RabbitConnectionOptions } from '../rabbitmq/rabbit-connection.ts';
import { type ConnectionEnvironment, parsedVariable } from './connection-environment.ts';
import { serverUrls } from './server-addresses.ts';
import { readSecret } from './read-secret.ts';

const { rabbitmqUrl, rabbitmqSecret } = environmentVariables;

const text = z.string().check(z.minLength(1));

/**
 * How this process reaches RabbitMQ: `RABBITMQ_URL` and the secret of `RABBITMQ_SECRET_ARN` or `RABBITMQ_SECRET`; without
 * one it logs in as the broker's guest. Of several addresses it takes one at random.
 *
 * @throws PipelineError `environment-invalid` that names the variable, `source-unavailable` when the secret cannot be read.
 */
export async function rabbitFromEnvironment(
  environment: ConnectionEnvironment = {},
  random: () => number = Math.random,
): Promise<Pick<RabbitConnectionOptions, 'url'>> {
  const urls = parsedVariable(environment, rabbitmqUrl, serverUrls(['amqp', 'amqps']));
  const login = await readSecret(environment, {
    variable: rabbitmqSecret,
    schema: z.object({ username: text, password: text }),
    must: 'username and password',
  });
  const url = new URL(urls[Math.floor(random() * urls.length)] ?? '');
  if (login !== undefined) {
    url.username = encodeURIComponent(login.username);
    url.password = encodeURIComponent(login.password);
  }
  return { url: url.href };
}
