import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';

/** Makes the error of a local backend that cannot be had; `remedy` says what to do next. */
export function backendError(message: string, remedy: string, cause?: unknown): PipelineError {
  return new PipelineError(`${message}; ${remedy}`, { code: 'backend-failed', cause });
}
