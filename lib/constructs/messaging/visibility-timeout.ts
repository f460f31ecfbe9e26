import { Duration } from 'aws-cdk-lib/core';

/** Consumer timeouts that a message stays hidden: room for Lambda's own retries of a throttled batch. */
export const visibilityFactor = 6;

/**
 * The least visibility timeout for a consumer with this time limit and batching window.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
export function leastVisibilityTimeout(consumerTimeout: Duration, batchWindow: Duration): Duration {
  return Duration.seconds(visibilityFactor * consumerTimeout.toSeconds() + batchWindow.toSeconds());
}
