import type { Backoff } from '../../lambdas/core/ports/backoff.ts';
import { backendError } from '../backends/backend-error.ts';

/** Tries of one call to the endpoint: enough to sit out a restart of a few seconds. */
export const patienceTries = 12;

/** Calls the endpoint until it answers. */
export type Patience = <Answer>(call: () => Promise<Answer>) => Promise<Answer>;

/**
 * Makes the patience of a poller with its endpoint: throttles, errors of the service and lost connections pass.
 *
 * It throws PipelineError `backend-failed` at once for a request that the service refuses, and after
 * `patienceTries` tries for everything else.
 */
export function createPatience({
  backoff,
  signal,
}: {
  readonly backoff: Backoff;
  readonly signal: AbortSignal;
}): Patience {
  return async (call) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await call();
      } catch (cause) {
        if (isRefusal(cause) || attempt === patienceTries || signal.aborted) {
          throw backendError(
            `the local endpoint must answer the stream's poller, it failed ${attempt} times`,
            'see whether it still runs, and run npm run local again: it goes on where it stopped',
            cause,
          );
        }
        await backoff.wait(attempt);
      }
    }
  };
}

/** An answer of the service that the same request will get again. */
function isRefusal(cause: unknown): boolean {
  if (!(cause instanceof Error) || !('$metadata' in cause)) {
    return false;
  }
  const { httpStatusCode } = cause.$metadata as { readonly httpStatusCode?: number };
  return httpStatusCode !== undefined && httpStatusCode >= 400 && httpStatusCode < 500 && httpStatusCode !== 429;
}
