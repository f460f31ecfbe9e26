import type { Context, SQSBatchResponse } from 'aws-lambda';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import {
  type BatchConsumer,
  type BatchConsumerOptions,
  createBatchConsumer,
} from '../../core/consume/batch-consumer.ts';
import { type RetryDelay, fullJitter } from '../../core/consume/full-jitter.ts';
import { eventRecords } from './event-records.ts';
import { queueRecord } from './queue-record.ts';

/** What describes the handler of a queue; the order follows from the queue's ARN. */
export interface QueueHandlerOptions extends Omit<BatchConsumerOptions, 'ordering' | 'retryDelay'> {
  /**
   * When a failed record comes back whose consumer names no delay; `source` leaves it to the queue's visibility timeout,
   * which is six times the function's own. Every delayed record costs one request. @default full jitter up to 15 minutes
   */
  readonly retryDelay?: RetryDelay | 'source';
  /**
   * What to do when no record of a batch succeeded. SQS treats both alike. `answer` returns every id and counts
   * `BatchesFailed`, which an alarm can watch; `throw` also shows in the function's own error metric, but one record
   * that asks to come later would count as an error of the function, and some local runtimes start anew after a throw.
   *
   * @default 'answer'
   */
  readonly whenAllFailed?: 'answer' | 'throw';
  /** Put around the engine, a retry budget for one. @default nothing */
  readonly around?: (consume: BatchConsumer) => BatchConsumer;
}

/** A Lambda function behind an SQS event source mapping that has `ReportBatchItemFailures` on. */
export type QueueHandler = (
  event: unknown,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
) => Promise<SQSBatchResponse>;

/**
 * Creates the handler of an SQS queue, standard or FIFO: the failed records alone are delivered again.
 *
 * The handler throws PipelineError `input-invalid` for an event without records, and `batch-failed` when a record
 * failed that has no id to be named by, or as `whenAllFailed` says; then SQS delivers the whole batch again.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function createQueueHandler(options: QueueHandlerOptions): QueueHandler {
  const { clock, telemetry } = options;
  // A record of a standard queue has no group and is then a group of its own: nothing to configure, nothing to forget.
  const engine = createBatchConsumer({ ...options, ordering: 'group', retryDelay: delayOf(options) });
  const consume = options.around?.(engine) ?? engine;
  return async (event, context) => {
    try {
      const deadline = clock.now() + context.getRemainingTimeInMillis();
      const records = eventRecords(event).map(queueRecord);
      const { failed } = await consume(records, { deadline });
      refuseNameless(failed);
      if (failed.length > 0 && failed.length === records.length) {
        reportFailedBatch(options, failed.length);
      }
      return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
    } finally {
      telemetry.flush();
    }
  };
}

function delayOf({ retryDelay = jitter }: QueueHandlerOptions): RetryDelay | undefined {
  return retryDelay === 'source' ? undefined : retryDelay;
}

const jitter = fullJitter({ random: Math.random });

/** An empty identifier would have the same effect on AWS, but elsewhere it can delete the batch. */
function refuseNameless(failed: readonly string[]): void {
  if (failed.includes('')) {
    throw new PipelineError('a failed record must have a message id, got none', {
      code: 'batch-failed',
      retryable: true,
    });
  }
}

function reportFailedBatch({ consumer, telemetry, whenAllFailed }: QueueHandlerOptions, records: number): void {
  telemetry.count('BatchesFailed', 1);
  telemetry.warn('every record of the batch failed', { consumer: consumer.name, records });
  if (whenAllFailed === 'throw') {
    throw new PipelineError(`a record of the batch must succeed, got ${records} failed`, {
      code: 'batch-failed',
      retryable: true,
    });
  }
}
