import { SNSClient } from '@aws-sdk/client-sns';
import { messagingAttempts, messagingTimeouts } from './messaging-timeouts.ts';

/**
 * Makes the client of the topics.
 *
 * Region, credentials and endpoint come from the environment in the SDK's own way (AWS_REGION, AWS_ENDPOINT_URL). Make
 * one per process, outside the handler.
 */
export function createSnsClient(): SNSClient {
  return new SNSClient({
    maxAttempts: messagingAttempts,
    retryMode: 'standard',
    requestHandler: {
      connectionTimeout: messagingTimeouts.connectionMs,
      requestTimeout: messagingTimeouts.requestMs,
      throwOnRequestTimeout: true,
    },
  });
}
