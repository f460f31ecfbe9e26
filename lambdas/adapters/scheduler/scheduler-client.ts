import { SchedulerClient } from '@aws-sdk/client-scheduler';

/** Milliseconds to connect and to answer: the service answers in tens, so more means a lost packet or host. */
const timeouts = { connectionMs: 1000, requestMs: 4000 } as const;

/**
 * Makes the client of the schedules.
 *
 * Region, credentials and endpoint come from the environment in the SDK's own way (AWS_REGION, AWS_ENDPOINT_URL). Make
 * one per process, outside the handler.
 */
export function createSchedulerClient(): SchedulerClient {
  return new SchedulerClient({
    maxAttempts: 3,
    retryMode: 'standard',
    requestHandler: {
      connectionTimeout: timeouts.connectionMs,
      requestTimeout: timeouts.requestMs,
      throwOnRequestTimeout: true,
    },
  });
}
