import { connect, credsAuthenticator, type NatsConnection, type TlsOptions } from '@nats-io/transport-node';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import { connectionRefusal } from './connection-refusal.ts';

/** Who logs in: a user, a token, or the text of a credentials file as `nsc` writes it (a JWT and its seed). */
export type NatsCredentials =
  | { readonly username: string; readonly password: string }
  | { readonly token: string }
  | { readonly credentials: string };

/** Certificates as PEM text. */
export interface NatsTls {
  /** The authority that signed the server's certificate. @default those that Node trusts */
  readonly ca?: string;
  /** The client's certificate, for a server that asks for one. @default none */
  readonly cert?: string;
  /** The key of the client's certificate. @default none */
  readonly key?: string;
}

/** How servers are reached. */
export interface NatsConnectionOptions {
  /** Addresses of one or more servers of a cluster; one `tls://` among them demands TLS of all. */
  readonly servers: readonly string[];
  /** @default none, for a server that asks for none */
  readonly login?: NatsCredentials;
  /** Given, it demands TLS. @default as the addresses demand or the server asks for it */
  readonly tls?: NatsTls;
  /** Shown by the server's monitoring. @default none */
  readonly name?: string;
  readonly telemetry: Telemetry;
  /** Resolves after so many milliseconds, or when `signal` aborts. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Gives up waiting for the first connection. @default never */
  readonly signal?: AbortSignal;
}

const retryMilliseconds = 500;

/**
 * Connects to NATS, waiting for it as long as it takes; the connection then mends itself for ever.
 *
 * What is published meanwhile waits in memory, so publishers wait for the answers of JetStream and never for the socket.
 *
 * @throws PipelineError `source-unavailable` when the server refuses the login, lacks TLS or shows a certificate that
 * is not trusted, or `signal` aborts.
 */
export async function connectNats(options: NatsConnectionOptions): Promise<NatsConnection> {
  const { telemetry, sleep, signal = new AbortController().signal } = options;
  for (;;) {
    try {
      const connection = await connect(clientOptions(options));
      void reportBreaks(connection, telemetry);
      return connection;
    } catch (cause) {
      const refusal = signal.aborted ? 'none in time' : connectionRefusal(cause);
      if (refusal !== undefined) {
        throw unavailable(refusal, cause);
      }
      telemetry.warn('NATS not reached', { cause: cause instanceof Error ? cause.message : String(cause) });
      await sleep(retryMilliseconds, signal);
    }
  }
}

function unavailable(got: string, cause: unknown): PipelineError {
  return new PipelineError(`NATS must accept the connection, got ${got}`, { code: 'source-unavailable', cause });
}

function clientOptions({ servers, login, tls, name }: NatsConnectionOptions): Parameters<typeof connect>[0] {
  return {
    servers: [...servers],
    maxReconnectAttempts: -1,
    reconnectTimeWait: retryMilliseconds,
    // A connection that is silently gone is noticed within half a minute.
    pingInterval: 10_000,
    ...(name !== undefined && { name }),
    // The client takes no notice of how an address begins, and would send a password that anybody can read.
    ...((tls !== undefined || servers.some(isSecured)) && { tls: { ...tls } satisfies TlsOptions }),
    ...(login && loginOptions(login)),
  };
}

function isSecured(address: string): boolean {
  return address.startsWith('tls://');
}

function loginOptions(login: NatsCredentials): Parameters<typeof connect>[0] {
  if ('credentials' in login) {
    return { authenticator: credsAuthenticator(new TextEncoder().encode(login.credentials)) };
  }
  return 'token' in login ? { token: login.token } : { user: login.username, pass: login.password };
}

async function reportBreaks(connection: NatsConnection, telemetry: Telemetry): Promise<void> {
  for await (const status of connection.status()) {
    if (status.type === 'disconnect' || status.type === 'reconnect') {
      telemetry.warn(`NATS: ${status.type}`, { server: status.server });
    }
  }
}
