import { kafkaFromEnvironment } from '../../lambdas/adapters/connections/kafka-from-environment.ts';
import type { KafkaConnection, KafkaSasl, KafkaTls } from '../../lambdas/adapters/kafka/kafka-connection.ts';
import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import type { ParsedOptions } from '../command/parse-options.ts';

/** What a connection is read from besides the options. */
export interface ConnectionSources {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly readText: (path: string) => Promise<string>;
}

const clientId = 'pipeline-operator';

/** Of the mechanisms that want a password; the first is the default. */
const mechanisms = ['SCRAM-SHA-512', 'SCRAM-SHA-256', 'PLAIN'] as const;

/**
 * How the cluster that the options name is reached; the password comes from `KAFKA_PASSWORD` only, because others on the
 * machine can read what is typed. Where `KAFKA_AUTH` names a login, and no option does, it is that of deployed functions:
 * IAM, or the secret that `KAFKA_SECRET_ARN` names; what options say of TLS holds for it too.
 *
 * @throws PipelineError `input-invalid` when there is no broker, no password for a user, a mechanism without a user, or
 * a certificate without its key; `environment-invalid` and `source-unavailable` for the login of deployed functions.
 */
export async function connectionOf(options: ParsedOptions, sources: ConnectionSources): Promise<KafkaConnection> {
  const { environment, readText } = sources;
  const brokers = brokersOf(options, environment['KAFKA_BROKERS']);
  const sasl = loginOf(options, environment['KAFKA_PASSWORD']);
  const tls = await tlsOf(options, readText);
  const given = { clientId, brokers, ...(tls && { tls }), ...(sasl && { sasl }) };
  if (environment['KAFKA_AUTH'] === undefined || sasl !== undefined || tls?.client !== undefined) {
    return given;
  }
  const deployed = await kafkaFromEnvironment(clientId, {
    variables: { ...environment, KAFKA_BROKERS: brokers.join() },
  });
  return { ...deployed, ...given, ...(tls && { tls: { ...deployed.tls, ...tls } }) };
}

function brokersOf(options: ParsedOptions, known = ''): readonly string[] {
  const brokers = (options.text('brokers') ?? known).split(',').filter(Boolean);
  if (brokers.length === 0) {
    throw invalid('--brokers or KAFKA_BROKERS must name a broker as HOST:PORT, got nothing');
  }
  return brokers;
}

async function tlsOf(options: ParsedOptions, readText: ConnectionSources['readText']): Promise<KafkaTls | undefined> {
  const ca = options.text('ca');
  const client = await certificateOf(options, readText);
  return options.flag('tls') || ca !== undefined || client !== undefined
    ? { ...(ca !== undefined && { ca: await readText(ca) }), ...(client && { client }) }
    : undefined;
}

async function certificateOf(
  options: ParsedOptions,
  readText: ConnectionSources['readText'],
): Promise<KafkaTls['client']> {
  const [certificate, key] = [options.text('cert'), options.text('key')];
  if (certificate === undefined && key === undefined) {
    return undefined;
  }
  if (certificate === undefined || key === undefined) {
    throw invalid(`--cert and --key must be given together, got ${key === undefined ? '--cert' : '--key'} alone`);
  }
  return { certificate: await readText(certificate), key: await readText(key) };
}

function loginOf(options: ParsedOptions, password: string | undefined): KafkaSasl | undefined {
  const username = options.text('username');
  if (username === undefined) {
    if (options.text('mechanism') !== undefined) {
      throw invalid('--mechanism must be given with --username, got no user');
    }
    return undefined;
  }
  if (password === undefined) {
    throw invalid(`KAFKA_PASSWORD must hold the password of "${username}", got nothing`);
  }
  const asked = options.text('mechanism') ?? mechanisms[0];
  const mechanism = mechanisms.find((name) => name === asked);
  if (mechanism === undefined) {
    throw invalid(`--mechanism must be one of ${mechanisms.join(', ')}, got "${asked}"`);
  }
  return { mechanism, username, password };
}

function invalid(message: string): PipelineError {
  return new PipelineError(message, { code: 'input-invalid' });
}
