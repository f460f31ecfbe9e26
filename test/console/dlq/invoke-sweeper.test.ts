import { afterEach, expect, it } from '@jest/globals';
import { type InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { invokeSweeper } from '../../../console/dlq/invoke-sweeper.ts';

const result = { messages: 1, published: 1, oldestSeconds: 5, taken: 0, failed: 0, finished: true };

const clients: LambdaClient[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) {
    client.destroy();
  }
});

function answering(output: { readonly FunctionError?: string; readonly Payload?: Uint8Array }): {
  readonly lambda: LambdaClient;
  readonly sent: InvokeCommand['input'][];
} {
  const lambda = new LambdaClient({ region: 'us-east-1' });
  const sent: InvokeCommand['input'][] = [];
  clients.push(lambda);
  lambda.middlewareStack.add(
    () =>
      ({ input }) => {
        sent.push(input as InvokeCommand['input']);
        return Promise.resolve({ output: { $metadata: {}, ...output }, response: {} });
      },
    { step: 'initialize', priority: 'high' },
  );
  return { lambda, sent };
}

const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

it('asks a deployed sweeper to publish at once and answers what it did', async () => {
  const { lambda, sent } = answering({ Payload: bytes(result) });

  expect(await invokeSweeper(lambda, 'sweeper-1')).toEqual(result);
  expect(sent).toEqual([{ FunctionName: 'sweeper-1', Payload: '{"graceSeconds":0}' }]);
});

it.each([
  ['failed', { FunctionError: 'Unhandled', Payload: bytes(result) }],
  ['answered something else', { Payload: bytes({ ok: true }) }],
  ['answered nothing', {}],
])('fails when the function %s', async (_, output) => {
  await expect(invokeSweeper(answering(output).lambda, 'sweeper-1')).rejects.toMatchObject({
    code: 'backend-failed',
    message: expect.stringContaining('sweeper-1') as unknown,
  });
});
