import type { MetadataBearer, MiddlewareStack } from '@smithy/types';

/** How often each command of a client was sent, by its name: `PutItemCommand`. */
export interface CommandCounts {
  /** Counts by name since the start or the last reset; names that were never sent are absent. */
  readonly sent: Readonly<Record<string, number>>;
  /** All commands together. */
  readonly total: number;
  reset(): void;
}

/** Any client of the AWS SDK. */
export interface CountableClient<Input extends object, Output extends MetadataBearer> {
  readonly middlewareStack: MiddlewareStack<Input, Output>;
}

/**
 * Counts the requests that leave a client, repetitions by the SDK included, because AWS bills each.
 *
 * @param client DynamoDBClient, SQSClient, SNSClient or any other; it is changed in place and goes on working.
 */
export function countCommands<Input extends object, Output extends MetadataBearer>(
  client: CountableClient<Input, Output>,
): CommandCounts {
  const counts = new Map<string, number>();
  client.middlewareStack.add(
    (next, context) => (args) => {
      const name = context.commandName ?? 'unknown';
      counts.set(name, (counts.get(name) ?? 0) + 1);
      return next(args);
    },
    // Behind the retry middleware, so that every attempt passes here.
    { step: 'finalizeRequest', name: 'countCommands', priority: 'low' },
  );
  return {
    get sent() {
      return Object.fromEntries(counts);
    },
    get total() {
      return [...counts.values()].reduce((sum, count) => sum + count, 0);
    },
    reset: () => {
      counts.clear();
    },
  };
}
