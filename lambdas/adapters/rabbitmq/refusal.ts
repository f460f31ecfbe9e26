/** What a broker refuses for good: no waiting mends it. */
export type Refusal = 'access-refused' | 'not-found' | 'not-allowed' | 'precondition-failed';

/**
 * Tells whether an error of the client says that the broker refused something for good; undefined for anything else.
 *
 * Source: https://www.rabbitmq.com/amqp-0-9-1-reference#constants
 */
export function refusal(error: unknown): Refusal | undefined {
  const text = error instanceof Error ? error.message : String(error);
  return refusals.find(([pattern]) => pattern.test(text))?.[1];
}

const refusals: readonly (readonly [RegExp, Refusal])[] = [
  [/ACCESS[-_]REFUSED/u, 'access-refused'],
  [/NOT[-_]FOUND/u, 'not-found'],
  [/NOT[-_]ALLOWED/u, 'not-allowed'],
  [/PRECONDITION[-_]FAILED/u, 'precondition-failed'],
];
