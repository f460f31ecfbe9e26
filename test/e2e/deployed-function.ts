import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  type LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';

/** A deployed function, to be broken and invoked by a test. */
export interface DeployedFunction {
  /** Sets a variable of its environment and answers the old value; whatever it has in hand dies. */
  setVariable(name: string, value: string): Promise<string>;
  /** What became of the last batch that its queue handed over, in the words of the endpoint. */
  lastResult(): Promise<string>;
  /** What it answers to an event; throws what it fails with. */
  invoke(event: unknown): Promise<unknown>;
}

/** Takes hold of a deployed function. */
export function deployedFunction(lambda: LambdaClient, functionName: string): DeployedFunction {
  const named = { FunctionName: functionName };
  return {
    setVariable: async (name, value) => {
      const { Environment: environment } = await lambda.send(new GetFunctionConfigurationCommand(named));
      const variables = { ...environment?.Variables };
      const old = variables[name] ?? '';
      await lambda.send(
        new UpdateFunctionConfigurationCommand({
          ...named,
          Environment: { Variables: { ...variables, [name]: value } },
        }),
      );
      await waitUntilFunctionUpdatedV2({ client: lambda, minDelay: 1, maxWaitTime: 30 }, named);
      return old;
    },
    lastResult: async () => {
      const { EventSourceMappings: [mapping] = [] } = await lambda.send(new ListEventSourceMappingsCommand(named));
      return mapping?.LastProcessingResult ?? '';
    },
    invoke: async (event) => {
      const answer = await lambda.send(new InvokeCommand({ ...named, Payload: JSON.stringify(event) }));
      const text = answer.Payload?.transformToString() ?? '';
      if (answer.FunctionError !== undefined) {
        throw new TypeError(`${functionName} must answer, got ${answer.FunctionError}: ${text}`);
      }
      const value: unknown = JSON.parse(text);
      return value;
    },
  };
}
