import * as z from 'zod/mini';
import { environmentVariables } from '../../contracts/environment-variables.ts';
import type { KafkaConnection } from '../kafka/kafka-connection.ts';
import { createMskToken } from '../kafka/msk-token.ts';
import { systemClock } from '../system/system-clock.ts';
import { type ConnectionEnvironment, awsOf, oneOf, parsedVariable } from './connection-environment.ts';
import { hostPorts } from './server-addresses.ts';
import { requiredSecret } from './read-secret.ts';

const { kafkaBrokers, kafkaAuth, kafkaSecret } = environmentVariables;

const text = z.string().check(z.minLength(1));

const scram = {
  variable: kafkaSecret,
  schema: z.object({ username: text, password: text, ca: z.optional(text) }),
  must: 'username and password',
} as const;

const mtls = {
  variable: kafkaSecret,
  schema: z.object({ certificate: text, privateKey: text, ca: z.optional(text) }),
  must: 'certificate and privateKey',
} as const;

/**
 * How this process reaches Kafka: `KAFKA_BROKERS`, `KAFKA_AUTH`, and the secret of `KAFKA_SECRET_ARN` or `KAFKA_SECRET`,
 * which may also hold `ca`, the authority of the brokers' certificates as PEM.
 *
 * @param clientId Shown in the brokers' logs and quotas.
 * @throws PipelineError `environment-invalid` that names the variable, `source-unavailable` when the secret cannot be read.
 */
export async function kafkaFromEnvironment(
  clientId: string,
  environment: ConnectionEnvironment = {},
): Promise<KafkaConnection> {
  const brokers = parsedVariable(environment, kafkaBrokers, hostPorts);
  const login = await loginOf(
    parsedVariable(environment, kafkaAuth, oneOf(['none', 'iam', 'scram', 'mtls'])),
    environment,
  );
  return { clientId, brokers, ...login };
}

async function loginOf(
  auth: 'none' | 'iam' | 'scram' | 'mtls',
  environment: ConnectionEnvironment,
): Promise<Pick<KafkaConnection, 'tls' | 'sasl'>> {
  switch (auth) {
    case 'none':
      return {};
    case 'iam': {
      const aws = awsOf(environment);
      const token = createMskToken({
        ...{ region: await aws.region(), credentials: () => aws.credentials(), clock: systemClock },
      });
      return { tls: {}, sasl: { mechanism: 'OAUTHBEARER', token } };
    }
    case 'scram': {
      const { ca, username, password } = await requiredSecret(environment, scram);
      return { tls: authority(ca), sasl: { mechanism: 'SCRAM-SHA-512', username, password } };
    }
    case 'mtls': {
      const { ca, certificate, privateKey } = await requiredSecret(environment, mtls);
      return { tls: { ...authority(ca), client: { certificate, key: privateKey } } };
    }
  }
}

function authority(ca: string | undefined): { readonly ca?: string } {
  return ca === undefined ? {} : { ca };
}
