import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { deferred } from '../../core/worker/deferred.ts';

/**
 * Gives up waiting for a reply after so many seconds.
 *
 * @throws PipelineError `store-unavailable` (retryable) then; what was asked for may still happen.
 */
export async function answeredWithin<Reply>(reply: Promise<Reply>, seconds: number): Promise<Reply> {
  const late = deferred<never>();
  const timer = setTimeout(() => {
    const message = `Redis must answer within ${seconds} s, it did not`;
    late.reject(new PipelineError(message, { code: 'store-unavailable', retryable: true }));
  }, seconds * 1000);
  try {
    return await Promise.race([reply, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
