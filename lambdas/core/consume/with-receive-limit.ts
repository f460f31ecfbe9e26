import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { Consumer } from './consumer.ts';
import { park } from './outcome.ts';

/**
 * A consumer that parks what it fails for the last time, for sources that deliver without end: with its reason, which a
 * broker that counts by itself does not know.
 *
 * @param maxReceives Deliveries of a message, at least 1.
 */
export function withReceiveLimit(consumer: Consumer, maxReceives: number): Consumer {
  return {
    ...consumer,
    handle: async (message, context) => {
      const isLast = context.receiveCount >= maxReceives;
      try {
        const outcome = await consumer.handle(message, context);
        return isLast && outcome.kind === 'retry' ? park(outcome.reason) : outcome;
      } catch (cause) {
        if (isLast) {
          return park(`failed ${context.receiveCount} times, the last time by ${nameOf(cause)}`);
        }
        throw cause;
      }
    },
  };
}

/** The message of an error may quote the payload; its name and code do not. */
function nameOf(cause: unknown): string {
  return cause instanceof PipelineError ? cause.code : cause instanceof Error ? cause.name : 'an unknown error';
}
