import { errorNames } from './send-failure.ts';

/** Answers of a cluster that no waiting mends, by their names. */
const hopeless: ReadonlySet<string> = new Set([
  'source-unavailable',
  'PLT_KFK_AUTHENTICATION',
  'SASL_AUTHENTICATION_FAILED',
  'UNSUPPORTED_SASL_MECHANISM',
  'GROUP_AUTHORIZATION_FAILED',
  'TOPIC_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'INVALID_GROUP_ID',
  'INVALID_TOPIC_EXCEPTION',
  'UNKNOWN_TOPIC_OR_PARTITION',
]);

/** Whether an error of a membership stays, however long one waits. */
export function isHopeless(cause: unknown): boolean {
  return errorNames(cause).some((name) => hopeless.has(name));
}
