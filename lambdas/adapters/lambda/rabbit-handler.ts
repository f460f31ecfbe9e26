import type { Context } from 'aws-lambda';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { type BatchConsumerOptions, createBatchConsumer } from '../../core/consume/batch-consumer.ts';
import { noVisibility } from './no-visibility.ts';
import { rabbitRecord } from './rabbit-record.ts';
import { recordLists } from './record-lists.ts';

/** What describes the handler of a RabbitMQ queue. A failed batch comes again at once, whatever delay a consumer names. */
export type RabbitHandlerOptions = Omit<BatchConsumerOptions, 'ordering' | 'retryDelay' | 'visibility'>;

/** A Lambda function behind a RabbitMQ event source mapping. */
export type RabbitHandler = (event: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>) => Promise<void>;

/**
 * Creates the handler of a RabbitMQ queue in Amazon MQ: the batch succeeds or comes again as a whole, for the mapping
 * knows no answer in between.
 *
 * Still every key of a batch is tried, and only later messages of a failed key wait. To stop at the first failure would
 * save work that the consumer recognises as done, but let one message use up the deliveries of all that stand behind
 * it: a quorum queue counts the whole batch and sends it to the dead letters at its limit, handled or not. What can
 * never be handled is parked, for the same reason.
 *
 * A mapping has one reader (by default a single invocation at a time), so the messages of a batch run in parallel; for
 * more than that the same consumer belongs into a worker. What is larger than an invocation (6 MB) is dropped by the
 * mapping and never arrives here.
 *
 * The handler throws PipelineError `input-invalid` for an event without messages, and `batch-failed` (retryable) when a
 * message failed.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html
 *
 * @throws PipelineError `input-invalid` when the concurrency is not a positive integer.
 */
export function createRabbitHandler(options: RabbitHandlerOptions): RabbitHandler {
  const { clock, consumer, telemetry } = options;
  const consume = createBatchConsumer({ ...options, ordering: 'group', visibility: noVisibility });
  return async (event, context) => {
    try {
      const deadline = clock.now() + context.getRemainingTimeInMillis();
      const records = recordLists(event, 'rmqMessagesByQueue').flatMap(({ name, records }) =>
        records.map((message) => rabbitRecord(name, message)),
      );
      const { failed } = await consume(records, { deadline });
      if (failed.length > 0) {
        telemetry.count('BatchesFailed', 1);
        telemetry.warn('the batch is to come again', {
          consumer: consumer.name,
          records: records.length,
          failed: failed.length,
        });
        throw new PipelineError(
          `every record of a batch must succeed, got ${failed.length} of ${records.length} failed`,
          {
            code: 'batch-failed',
            retryable: true,
          },
        );
      }
    } finally {
      telemetry.flush();
    }
  };
}
