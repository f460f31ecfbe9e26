import { type CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetFunctionConfigurationCommand, type LambdaClient } from '@aws-sdk/client-lambda';

/** Where to look. */
export interface LogQuery {
  readonly lambda: LambdaClient;
  readonly logs: CloudWatchLogsClient;
  readonly functionName: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
}

/** Every JSON line that a function logged since some time; its other lines are skipped. */
export async function logLines({ lambda, logs, functionName, since }: LogQuery): Promise<readonly LogLine[]> {
  const configuration = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionName }));
  const logGroupName = configuration.LoggingConfig?.LogGroup ?? `/aws/lambda/${functionName}`;
  const lines: LogLine[] = [];
  let nextToken: string | undefined;
  do {
    const page = await logs.send(
      new FilterLogEventsCommand({ logGroupName, startTime: since, limit: 10_000, ...(nextToken && { nextToken }) }),
    );
    lines.push(...linesOf((page.events ?? []).map(({ message }) => message ?? '')));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return lines;
}

/** A log line by field. */
export type LogLine = Readonly<Record<string, unknown>>;

/** The lines among some that are JSON. */
export function linesOf(messages: readonly string[]): readonly LogLine[] {
  return messages.flatMap(lineOf);
}

function lineOf(message: string): readonly LogLine[] {
  if (!message.startsWith('{')) {
    return [];
  }
  try {
    const json: unknown = JSON.parse(message);
    return typeof json === 'object' && json !== null ? [{ ...json }] : [];
  } catch {
    // The runtime's own lines share the group, and one of them may begin like ours.
    return [];
  }
}
