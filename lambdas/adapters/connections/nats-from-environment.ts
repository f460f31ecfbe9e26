import * as z from 'zod/mini';
import { environmentVariables } from '../../contracts/environment-variables.ts';
import type { NatsConnectionOptions, NatsCredentials } from '../nats/connect-nats.ts';
import { type ConnectionEnvironment, parsedVariable } from './connection-environment.ts';
import { serverUrls } from './server-addresses.ts';
import { readSecret } from './read-secret.ts';

const { natsServers, natsSecret } = environmentVariables;

const text = z.string().check(z.minLength(1));

const secret = {
  variable: natsSecret,
  schema: z.union([z.object({ user: text, pass: text }), z.object({ token: text }), z.object({ creds: text })]),
  must: 'user and pass, token, or creds',
} as const;

/**
 * How this process reaches NATS: `NATS_SERVERS` and the secret of `NATS_SECRET_ARN` or `NATS_SECRET`; without one it
 * logs in as nobody.
 *
 * @throws PipelineError `environment-invalid` that names the variable, `source-unavailable` when the secret cannot be read.
 */
export async function natsFromEnvironment(
  environment: ConnectionEnvironment = {},
): Promise<Pick<NatsConnectionOptions, 'servers' | 'login'>> {
  const urls = parsedVariable(environment, natsServers, serverUrls(['nats', 'tls']));
  const found = await readSecret(environment, secret);
  return { servers: urls.map(({ href }) => href), ...(found && { login: loginOf(found) }) };
}

function loginOf(found: z.infer<typeof secret.schema>): NatsCredentials {
  if ('creds' in found) {
    return { credentials: found.creds };
  }
  return 'token' in found ? { token: found.token } : { username: found.user, password: found.pass };
}
