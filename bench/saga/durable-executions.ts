import { type DurableContext, withDurableExecution } from '@aws/durable-execution-sdk-js';
import { LocalDurableTestRunner } from '@aws/durable-execution-sdk-js-testing';
import { resultOf, stepNames } from './five-steps.ts';

/** Runs durable executions in the local runner of the SDK, with time that is skipped. */
export interface DurableExecutions {
  run(): Promise<readonly string[]>;
  /** Records of its steps that an execution leaves in its history, each a checkpoint. */
  checkpoints(): Promise<number>;
  close(): Promise<void>;
}

const handlerFunction = withDurableExecution(async (_: unknown, context: DurableContext): Promise<string[]> => {
  const results: string[] = [];
  for (const name of stepNames) {
    results.push(await context.step(name, () => Promise.resolve(resultOf(name))));
  }
  return results;
});

/** Prepares the local runner: a handler of the same steps, each a durable step that answers at once. */
export async function durableExecutions(): Promise<DurableExecutions> {
  await LocalDurableTestRunner.setupTestEnvironment({ skipTime: true });
  const execute = () => new LocalDurableTestRunner<string[]>({ handlerFunction }).run({ payload: {} });
  return {
    run: async () => (await execute()).getResult() ?? [],
    checkpoints: async () =>
      (await execute()).getHistoryEvents().filter(({ EventType }) => EventType?.startsWith('Step') === true).length,
    close: () => LocalDurableTestRunner.teardownTestEnvironment(),
  };
}
