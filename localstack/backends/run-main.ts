import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';

/**
 * Runs a command's main function and makes its answer the exit code.
 *
 * A `PipelineError` is told in one line, for it says what to do; anything else is a defect and is told with its stack.
 * Input that is not valid exits with 2, any other failure with 1.
 */
export async function runMain(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    process.exitCode = error instanceof PipelineError && error.code === 'input-invalid' ? 2 : 1;
    process.stderr.write(`${error instanceof PipelineError ? error.message : stackOf(error)}\n`);
  }
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
