import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** Milliseconds to connect and to answer: the service answers in single digits, so more means a lost packet or host. */
export const dynamoTimeouts = { connectionMs: 1000, requestMs: 5000 } as const;

/** Tries for a lost connection, a 5xx or a throttle, by the SDK; contention has its own limit above it. */
export const dynamoAttempts = 3;

/**
 * Makes the client of the store.
 *
 * Region, credentials and endpoint come from the environment in the SDK's own way (AWS_REGION, AWS_ENDPOINT_URL).
 * Connections are kept alive, which is the SDK's default on Node. Make one per process, outside the handler.
 *
 * Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
export function createDynamoClient(): DynamoDBClient {
  return new DynamoDBClient({
    maxAttempts: dynamoAttempts,
    retryMode: 'standard',
    requestHandler: {
      connectionTimeout: dynamoTimeouts.connectionMs,
      requestTimeout: dynamoTimeouts.requestMs,
      throwOnRequestTimeout: true,
    },
  });
}
