import { randomUUID } from 'node:crypto';
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  type InvokeCommandInput,
  type InvokeCommandOutput,
  type LambdaClient,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import type { LambdaStreamRecord } from '../../../localstack/event-sources/lambda-stream-record.ts';
import { zipOf } from '../../support/zip-of.ts';

/** One invocation as the function saw it, and which record it named as failed. */
export interface SeenInvocation {
  readonly records: readonly LambdaStreamRecord[];
  readonly failedFrom: string | undefined;
  readonly threw: boolean;
}

/** A deployed function that fails the records which say so, with everything that was handed to it. */
export interface FailingFunction {
  readonly functionName: string;
  readonly functionArn: string;
  readonly invocations: readonly SeenInvocation[];
  remove(): Promise<void>;
}

/**
 * The item decides: `fails` is how often its record is answered as failed before it succeeds; `answer` is an identifier
 * to name instead of its own; `throws` makes the function throw.
 */
const code = `
const tried = new Map();
export const handler = async ({ Records }) => {
  console.log(JSON.stringify({ records: Records.length }));
  for (const { dynamodb } of Records) {
    const { fails, answer, throws } = dynamodb.NewImage;
    const before = tried.get(dynamodb.SequenceNumber) ?? 0;
    tried.set(dynamodb.SequenceNumber, before + 1);
    if (throws !== undefined) {
      throw new Error('told to');
    }
    if (fails !== undefined && before < Number(fails.N)) {
      return { batchItemFailures: [{ itemIdentifier: answer?.S ?? dynamodb.SequenceNumber }] };
    }
  }
  return { batchItemFailures: [] };
};
`;

/** Deploys the function, and listens in on every invocation that the client makes. */
export async function deployFailingFunction(lambda: LambdaClient): Promise<FailingFunction> {
  const functionName = `failing-${randomUUID()}`;
  const { FunctionArn: functionArn = '' } = await lambda.send(
    new CreateFunctionCommand({
      FunctionName: functionName,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: 'arn:aws:iam::000000000000:role/any',
      Timeout: 10,
      Code: { ZipFile: zipOf('index.mjs', code) },
    }),
  );
  await waitUntilFunctionActiveV2({ client: lambda, minDelay: 1, maxWaitTime: 30 }, { FunctionName: functionName });
  const invocations: SeenInvocation[] = [];
  listenIn(lambda, functionArn, invocations);
  return {
    ...{ functionName, functionArn, invocations },
    remove: async () => {
      await lambda.send(new DeleteFunctionCommand({ FunctionName: functionName }));
    },
  };
}

function listenIn(lambda: LambdaClient, functionArn: string, invocations: SeenInvocation[]): void {
  lambda.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { input } = args;
      if ('Payload' in input && input.FunctionName === functionArn) {
        invocations.push(seen(input, result.output));
      }
      return result;
    },
    { step: 'initialize', name: `listen-in-${functionArn}` },
  );
}

function seen({ Payload: event }: InvokeCommandInput, output: InvokeCommandOutput): SeenInvocation {
  const { Records: records } = JSON.parse(typeof event === 'string' ? event : '') as {
    readonly Records: readonly LambdaStreamRecord[];
  };
  const answer = JSON.parse(output.Payload?.transformToString() ?? '{}') as {
    readonly batchItemFailures?: readonly { readonly itemIdentifier: string }[];
  };
  return {
    records,
    failedFrom: answer.batchItemFailures?.[0]?.itemIdentifier,
    threw: output.FunctionError !== undefined,
  };
}
