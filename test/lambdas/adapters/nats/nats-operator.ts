import { nkeys } from '@nats-io/transport-node';

type KeyPair = ReturnType<typeof nkeys.createUser>;

/** Who a server trusts that knows its users by tokens, and a user. */
export interface NatsOperator {
  /** Lines of the server's configuration. */
  readonly security: readonly string[];
  /** Text of the credentials file of a user of an account that may use JetStream. */
  readonly credentials: string;
  /** The same for a user whom another account signed, which the server does not know. */
  readonly strangersCredentials: string;
}

const unlimited = { subs: -1, data: -1, payload: -1, imports: -1, exports: -1, wildcards: true, conn: -1, leaf: -1 };
const withStreams = { ...unlimited, mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 };

/**
 * Makes an operator with one account and one user, as `nsc` would.
 *
 * Source: https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/jwt
 */
export function createNatsOperator(): NatsOperator {
  const operator = nkeys.createOperator();
  const [system, account, stranger] = [nkeys.createAccount(), nkeys.createAccount(), nkeys.createAccount()] as const;
  const accountToken = (of: KeyPair, limits: object): string => token(operator, of, { type: 'account', limits });
  return {
    security: [
      `operator: ${token(operator, operator, { type: 'operator' })}`,
      `system_account: ${system.getPublicKey()}`,
      'resolver: MEMORY',
      'resolver_preload: {',
      // A server refuses streams in the account in which it speaks of itself.
      `  ${system.getPublicKey()}: ${accountToken(system, unlimited)}`,
      `  ${account.getPublicKey()}: ${accountToken(account, withStreams)}`,
      '}',
    ],
    credentials: credentialsOf(account),
    strangersCredentials: credentialsOf(stranger),
  };
}

function credentialsOf(account: KeyPair): string {
  const user = nkeys.createUser();
  const claims = { type: 'user', pub: {}, sub: {}, subs: -1, data: -1, payload: -1 };
  const seed = new TextDecoder().decode(user.getSeed());
  return [
    ...['-----BEGIN NATS USER JWT-----', token(account, user, claims), '------END NATS USER JWT------', ''],
    ...['-----BEGIN USER NKEY SEED-----', seed, '------END USER NKEY SEED------', ''],
  ].join('\n');
}

/** A token about `subject`, signed by `issuer` with its Ed25519 key. */
function token(issuer: KeyPair, subject: KeyPair, claims: object): string {
  const [iss, sub] = [issuer.getPublicKey(), subject.getPublicKey()];
  const issued = Math.floor(Date.now() / 1000);
  const parts = [
    { typ: 'JWT', alg: 'ed25519-nkey' },
    { jti: sub, iat: issued, iss, sub, name: sub, nats: { ...claims, version: 2 } },
  ];
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${text}.${Buffer.from(issuer.sign(Buffer.from(text))).toString('base64url')}`;
}
