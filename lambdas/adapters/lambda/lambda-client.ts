import { LambdaClient } from '@aws-sdk/client-lambda';

/** Milliseconds to connect and to answer: a change of a mapping is answered in a second or less. */
export const lambdaTimeouts = { connectionMs: 1000, requestMs: 5000 } as const;

/** Tries of one call for a lost connection, a 5xx or a throttle, by the SDK with its own jitter. */
export const lambdaAttempts = 2;

/**
 * Makes the client of Lambda's own interface.
 *
 * Region, credentials and endpoint come from the environment in the SDK's own way (AWS_REGION, AWS_ENDPOINT_URL). Make
 * one per process, outside the handler.
 */
export function createLambdaClient(): LambdaClient {
  return new LambdaClient({
    maxAttempts: lambdaAttempts,
    retryMode: 'standard',
    requestHandler: {
      connectionTimeout: lambdaTimeouts.connectionMs,
      requestTimeout: lambdaTimeouts.requestMs,
      throwOnRequestTimeout: true,
    },
  });
}
