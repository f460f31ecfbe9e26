import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** A request that would have left the client. */
export interface SentCommand {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** A client that never leaves the process, with what it was asked. */
export interface ScriptedClient {
  readonly client: DynamoDBClient;
  readonly sent: readonly SentCommand[];
}

/** Answers each command with the next entry of the script; an Error is thrown; behind the end it answers `{}`. */
export function scriptedClient(script: readonly (object | Error)[] = []): ScriptedClient {
  const client = new DynamoDBClient({ region: 'eu-west-1' });
  const sent: SentCommand[] = [];
  client.middlewareStack.add(
    (_next, context) =>
      ({ input }) => {
        const answer = script[sent.length] ?? {};
        sent.push({ name: context.commandName ?? '', input: { ...input } });
        return answer instanceof Error
          ? Promise.reject(answer)
          : Promise.resolve({ output: { $metadata: {}, ...answer }, response: {} });
      },
    { step: 'initialize', name: 'scripted' },
  );
  return { client, sent };
}

/** An error as the SDK throws it: told apart by its name. */
export function serviceError(name: string, fields: object = {}): Error {
  return Object.assign(new Error('as the service says'), { name, ...fields });
}

/** A cancelled transaction with one reason for each action. */
export function cancelled(...codes: readonly (string | object)[]): Error {
  return serviceError('TransactionCanceledException', {
    CancellationReasons: codes.map((code) => (typeof code === 'string' ? { Code: code } : code)),
  });
}
