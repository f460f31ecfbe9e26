import { describe, expect, it } from '@jest/globals';
import { messagingAttempts, messagingTimeouts } from '../../../../lambdas/adapters/sns-sqs/messaging-timeouts.ts';
import { createSnsClient } from '../../../../lambdas/adapters/sns-sqs/sns-client.ts';
import { createSqsClient } from '../../../../lambdas/adapters/sns-sqs/sqs-client.ts';

describe('createSqsClient and createSnsClient', () => {
  it('bound the attempts and the time of a call', async () => {
    for (const client of [createSqsClient(), createSnsClient()]) {
      expect(await client.config.maxAttempts()).toBe(messagingAttempts);
    }
    expect(messagingAttempts).toBe(3);
    expect(messagingTimeouts).toEqual({ connectionMs: 1000, requestMs: 4000 });
  });

  it('never follows the URL of a queue to another host', () => {
    expect(createSqsClient().config.useQueueUrlAsEndpoint).toBe(false);
  });
});
