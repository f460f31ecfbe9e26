import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';

/** One call as it left a client. */
export interface SentCall {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Bodies of the entries of a batch. */
  readonly bodies: readonly string[];
}

/** Answers one call: its output, or what it fails with. */
export type Answer = (call: SentCall) => object | Error | Promise<object>;

/** Accepts every entry of every batch. */
export const acceptAll: Answer = ({ bodies }) => ({ Successful: bodies.map((_, place) => ({ Id: String(place) })) });

/** A batch answer in which the entries with certain bodies are refused. */
export function refusing(bodies: readonly string[], senderFault: boolean): Answer {
  return (call) => ({
    Successful: call.bodies.flatMap((body, place) => (bodies.includes(body) ? [] : [{ Id: String(place) }])),
    Failed: call.bodies.flatMap((body, place) =>
      bodies.includes(body)
        ? [{ Id: String(place), Code: 'InternalError', Message: 'try later', SenderFault: senderFault }]
        : [],
    ),
  });
}

/** Clients that reach no network: each call is recorded and answered by the next of `script`, the last one for ever. */
export function stubClients(script: readonly Answer[] = [acceptAll]): {
  readonly sqs: SQSClient;
  readonly sns: SNSClient;
  readonly calls: readonly SentCall[];
} {
  const calls: SentCall[] = [];
  const answer = async (name: string, input: Readonly<Record<string, unknown>>): Promise<object> => {
    const call = { name, input, bodies: bodiesOf(input) };
    const next = script[Math.min(calls.length, script.length - 1)] ?? acceptAll;
    calls.push(call);
    const output = await next(call);
    if (output instanceof Error) {
      throw output;
    }
    return output;
  };
  const settings = { region: 'eu-central-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const sqs = new SQSClient(settings);
  const sns = new SNSClient(settings);
  const options = { step: 'initialize', priority: 'high', name: 'stub' } as const;
  sqs.middlewareStack.add(
    (_, context) => async (args) => ({
      output: { $metadata: {}, ...(await answer(context.commandName ?? '', { ...args.input })) },
      response: undefined,
    }),
    options,
  );
  sns.middlewareStack.add(
    (_, context) => async (args) => ({
      output: { $metadata: {}, ...(await answer(context.commandName ?? '', { ...args.input })) },
      response: undefined,
    }),
    options,
  );
  return { sqs, sns, calls };
}

function bodiesOf(input: Readonly<Record<string, unknown>>): readonly string[] {
  const entries = input['Entries'] ?? input['PublishBatchRequestEntries'];
  return Array.isArray(entries) ? entries.map((entry: unknown) => bodyOf(entry)) : [];
}

function bodyOf(entry: unknown): string {
  const { MessageBody, Message } = entry as { readonly MessageBody?: string; readonly Message?: string };
  return MessageBody ?? Message ?? '';
}
