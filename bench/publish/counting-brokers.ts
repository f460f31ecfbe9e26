import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';

/** Clients of SQS and SNS that count their calls and reach no network. */
export interface CountingBrokers {
  readonly sqs: SQSClient;
  readonly sns: SNSClient;
  /** Calls that would have left the process, repetitions by the SDK included. */
  readonly calls: number;
}

/** Creates brokers that accept every entry of every batch, behind all that the SDK does before it signs a request. */
export function createCountingBrokers(): CountingBrokers {
  // The answers hold no checksum that the client could compare.
  const settings = { region: 'eu-west-1', credentials: { accessKeyId: 'none', secretAccessKey: 'none' } };
  const sqs = new SQSClient({ ...settings, md5: false });
  const sns = new SNSClient(settings);
  let calls = 0;
  const accepted = (input: object) => {
    calls += 1;
    const entries = Object.values(input).find((value): value is readonly unknown[] => Array.isArray(value)) ?? [];
    const Successful = entries.map((_, place) => ({ Id: String(place), MessageId: '0', MD5OfMessageBody: '' }));
    return { output: { $metadata: {}, Successful, Failed: [] }, response: undefined };
  };
  const options = { step: 'finalizeRequest', priority: 'high', name: 'accept' } as const;
  sqs.middlewareStack.add(
    () =>
      ({ input }) =>
        Promise.resolve(accepted(input)),
    options,
  );
  sns.middlewareStack.add(
    () =>
      ({ input }) =>
        Promise.resolve(accepted(input)),
    options,
  );
  return {
    sqs,
    sns,
    get calls() {
      return calls;
    },
  };
}
