import { SQSClient } from '@aws-sdk/client-sqs';
import { messagingAttempts, messagingTimeouts } from './messaging-timeouts.ts';

/**
 * Makes the client of the queues.
 *
 * Region, credentials and endpoint come from the environment in the SDK's own way (AWS_REGION, AWS_ENDPOINT_URL). It
 * never follows a queue's URL to another host, so a local run cannot reach AWS. A long poll needs a longer answer time
 * than this client has. Make one per process, outside the handler.
 */
export function createSqsClient(): SQSClient {
  return new SQSClient({
    maxAttempts: messagingAttempts,
    retryMode: 'standard',
    useQueueUrlAsEndpoint: false,
    requestHandler: {
      connectionTimeout: messagingTimeouts.connectionMs,
      requestTimeout: messagingTimeouts.requestMs,
      throwOnRequestTimeout: true,
    },
  });
}
