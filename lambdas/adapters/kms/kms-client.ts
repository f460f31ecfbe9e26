import { KMSClient } from '@aws-sdk/client-kms';
import { promptService } from '../system/prompt-service.ts';

/**
 * Makes the client of the keys.
 *
 * Region, credentials and endpoint come from the environment in the SDK's own way (AWS_REGION, AWS_ENDPOINT_URL). Make
 * one per process, outside the handler.
 */
export function createKmsClient(): KMSClient {
  return new KMSClient(promptService);
}
