import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { DynamoDBClient, GetItemCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { countCommands } from './counting-client.ts';

function answeringClient(): DynamoDBClient {
  return new DynamoDBClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    requestHandler: {
      handle: () =>
        Promise.resolve({ response: { statusCode: 200, headers: {}, body: Readable.from([Buffer.from('{}')]) } }),
    },
  });
}

describe('countCommands', () => {
  it('counts each command by its name until it is reset', async () => {
    const client = answeringClient();
    const counts = countCommands(client);
    const get = new GetItemCommand({ TableName: 'a', Key: { pk: { S: 'a' } } });

    await client.send(get);
    await client.send(get);
    await client.send(new ListTablesCommand({}));

    expect(counts.sent).toEqual({ GetItemCommand: 2, ListTablesCommand: 1 });
    expect(counts.total).toBe(3);
    counts.reset();
    expect(counts.sent).toEqual({});
    expect(counts.total).toBe(0);
  });
});
