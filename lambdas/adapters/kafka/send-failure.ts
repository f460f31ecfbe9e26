import type { KafkaAnswer } from './kafka-send.ts';

/** Answers of a broker that no waiting changes, by their names in the protocol. */
const hopeless: ReadonlySet<string> = new Set([
  'TOPIC_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'INVALID_TOPIC_EXCEPTION',
  'INVALID_RECORD',
  'INVALID_TIMESTAMP',
  'INVALID_REQUIRED_ACKS',
  'UNSUPPORTED_FOR_MESSAGE_FORMAT',
  'SASL_AUTHENTICATION_FAILED',
  'PLT_KFK_AUTHENTICATION',
  'KafkaJSSASLAuthenticationError',
]);

const oversize: ReadonlySet<string> = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']);

/**
 * Reads what went wrong out of a client's error, however deep the broker's answer lies in it.
 *
 * Everything that is not known to be hopeless may be tried again: a leader that moved, a lost connection, a timeout.
 */
export function sendFailure(cause: unknown): Extract<KafkaAnswer, { accepted: false }> {
  const names = errorNames(cause);
  const tooLarge = names.some((name) => oversize.has(name));
  return {
    accepted: false,
    reason: [...new Set(names)].join(': ') || 'the call failed',
    retryable: !tooLarge && !names.some((name) => hopeless.has(name)),
    tooLarge,
  };
}

/** Names of an error and of those within it: the protocol's where there is one; texts may quote what was sent. */
export function errorNames(cause: unknown, depth = 0): readonly string[] {
  if (!(cause instanceof Error) || depth > 6) {
    return [];
  }
  const own = nameFields.map((field): unknown => Reflect.get(cause, field));
  const inner: readonly unknown[] = cause instanceof AggregateError ? cause.errors : [];
  return [
    ...own.filter((name): name is string => typeof name === 'string' && name !== 'Error').slice(0, 2),
    ...[cause.cause, ...inner].flatMap((error) => errorNames(error, depth + 1)),
  ];
}

/** Where the clients keep the protocol's name of an answer, and their own. */
const nameFields = ['apiId', 'type', 'code', 'name'] as const;
