import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { promptService } from '../system/prompt-service.ts';

/**
 * Makes the client of the schedules.
 *
 * Region, credentials and endpoint come from the environment in the SDK's own way (AWS_REGION, AWS_ENDPOINT_URL). Make
 * one per process, outside the handler.
 */
export function createSchedulerClient(): SchedulerClient {
  return new SchedulerClient(promptService);
}
