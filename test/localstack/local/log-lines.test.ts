import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { describe, expect, it } from '@jest/globals';
import { type LogLine, logLines } from '../../../localstack/local/log-lines.ts';

/** A function whose configuration and pages of log are given, and what its log was asked for. */
async function linesFrom(
  pages: readonly object[],
  configuration: object = {},
): Promise<{ readonly lines: readonly LogLine[]; readonly asked: readonly object[] }> {
  const asked: object[] = [];
  const lambda = new LambdaClient({ region: 'eu-central-1' });
  lambda.middlewareStack.add(
    () => () => Promise.resolve({ output: { $metadata: {}, ...configuration }, response: undefined }),
    { step: 'initialize' },
  );
  const logs = new CloudWatchLogsClient({ region: 'eu-central-1' });
  logs.middlewareStack.add(
    () =>
      ({ input }) => {
        const page = pages[asked.length] ?? {};
        asked.push({ ...input });
        return Promise.resolve({ output: { $metadata: {}, ...page }, response: undefined });
      },
    { step: 'initialize' },
  );
  const lines = await logLines({ lambda, logs, functionName: 'orders-payments', since: 1000 });
  return { lines, asked };
}

const events = (...messages: readonly (string | undefined)[]): object => ({
  events: messages.map((message) => ({ message })),
});

describe('log lines of a function', () => {
  it('are read page by page, from the time on that was asked for', async () => {
    const { lines, asked } = await linesFrom([
      { ...events('{"message":"one"}'), nextToken: 'second' },
      { nextToken: 'third' },
      events('{"message":"two"}'),
    ]);

    expect(lines).toEqual([{ message: 'one' }, { message: 'two' }]);
    expect(asked).toEqual([
      { logGroupName: '/aws/lambda/orders-payments', startTime: 1000, limit: 10_000 },
      { logGroupName: '/aws/lambda/orders-payments', startTime: 1000, limit: 10_000, nextToken: 'second' },
      { logGroupName: '/aws/lambda/orders-payments', startTime: 1000, limit: 10_000, nextToken: 'third' },
    ]);
  });

  it('come from the log group that the function was given', async () => {
    const { asked } = await linesFrom([{}], { LoggingConfig: { LogGroup: 'payments-log' } });

    expect(asked).toEqual([expect.objectContaining({ logGroupName: 'payments-log' })]);
  });

  it.each([
    ['a line of the runtime', 'START RequestId: 1 Version: $LATEST'],
    ['a line that begins like JSON and is none', '{ cut off'],
    ['JSON that is no object', '["a"]'],
    ['an empty line', ''],
    ['an event without a message', undefined],
  ])('leave out %s and keep its neighbours', async (_, message) => {
    const { lines } = await linesFrom([events('{"a":1}', message, '{"b":2}\n')]);

    expect(lines).toEqual([{ a: 1 }, { b: 2 }]);
  });
});
