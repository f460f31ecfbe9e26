import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import type { OutgoingMessage, Publisher } from '../../lambdas/core/ports/publisher.ts';

/**
 * Publishes messages.
 *
 * @throws PipelineError `batch-failed` when one was not accepted: it would be fast for the wrong reason.
 */
export async function publishAll(publisher: Publisher, messages: readonly OutgoingMessage[]): Promise<void> {
  const { failed } = await publisher.publish(messages);
  const [first] = failed;
  if (first !== undefined) {
    throw new PipelineError(`every message must be accepted, got ${failed.length} failed: ${first.reason}`, {
      code: 'batch-failed',
    });
  }
}
