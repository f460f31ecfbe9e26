import { describe, expect, it } from '@jest/globals';
import { LambdaClient, ListEventSourceMappingsCommand, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { takeOverMapping } from '../../../localstack/event-sources/take-over-mapping.ts';
import { testStreamArn } from '../../support/stream-records.ts';

const mapping = { functionName: 'relay', streamArn: testStreamArn };

function lambdaWith(found: readonly unknown[]): { readonly lambda: LambdaClient; readonly updates: unknown[] } {
  const lambda = new LambdaClient({ region: 'us-east-1' });
  const updates: unknown[] = [];
  lambda.send = (command: unknown) => {
    if (command instanceof UpdateEventSourceMappingCommand) {
      updates.push(command.input);
    }
    return Promise.resolve(command instanceof ListEventSourceMappingsCommand ? { EventSourceMappings: found } : {});
  };
  return { lambda, updates };
}

describe('takeOverMapping', () => {
  it('reads the settings of the mapping of that stream and makes sure that nobody else polls it', async () => {
    const { lambda, updates } = lambdaWith([
      { UUID: 'other', EventSourceArn: 'arn:queue', FunctionArn: 'arn:function' },
      { UUID: 'mine', EventSourceArn: testStreamArn, FunctionArn: 'arn:function', BatchSize: 7, State: 'Enabled' },
    ]);

    expect(await takeOverMapping(lambda, mapping)).toMatchObject({ streamArn: testStreamArn, batchSize: 7 });
    expect(updates).toEqual([{ UUID: 'mine', Enabled: false }]);
  });

  it('fails when the function has no mapping of the stream, saying what to do', async () => {
    const { lambda } = lambdaWith([]);

    await expect(takeOverMapping(lambda, mapping)).rejects.toMatchObject({
      code: 'backend-failed',
      message: expect.stringContaining('npm run local'),
    });
  });
});
