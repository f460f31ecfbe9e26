import { describe, expect, it } from '@jest/globals';
import { createDynamoClient, dynamoAttempts } from '../../../../lambdas/adapters/dynamodb/dynamo-client.ts';

describe('createDynamoClient', () => {
  it('bounds the attempts of the SDK', async () => {
    const client = createDynamoClient();

    expect(await client.config.maxAttempts()).toBe(dynamoAttempts);
    expect(dynamoAttempts).toBe(3);
  });
});
