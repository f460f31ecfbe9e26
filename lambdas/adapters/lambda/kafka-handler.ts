import type { Context } from 'aws-lambda';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import {
  type BatchConsumer,
  type BatchConsumerOptions,
  createBatchConsumer,
  defaultConcurrency,
} from '../../core/consume/batch-consumer.ts';
import { forEachBounded } from '../../core/consume/for-each-bounded.ts';
import type { SourceRecord } from '../../core/consume/source-record.ts';
import { kafkaRecord, offsetOf } from './kafka-record.ts';
import { noVisibility } from './no-visibility.ts';
import { recordLists } from './record-lists.ts';

/**
 * What describes the handler of a topic. `concurrency` is that of the invocation and divided by the partitions in it,
 * which run in parallel as far as it allows.
 *
 * A failed record comes again when the mapping says, whatever delay its consumer names, and Kafka does not count
 * deliveries: an `order` that blocks holds the partition until the mapping's retries or age give the record up.
 */
export type KafkaHandlerOptions = Omit<BatchConsumerOptions, 'ordering' | 'retryDelay' | 'visibility'>;

/** Where the partitions of a batch are to be read again; those that are not named are done with. */
export interface KafkaBatchResponse {
  readonly batchItemFailures: readonly {
    readonly itemIdentifier: {
      /** As the event names it: topic, hyphen, number. */
      readonly partition: string;
      readonly offset: number;
    };
  }[];
}

/** A Lambda function behind a Kafka event source mapping that has `ReportBatchItemFailures` on. */
export type KafkaHandler = (
  event: unknown,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
) => Promise<KafkaBatchResponse>;

/**
 * Creates the handler of topics in MSK or any Kafka: each partition is read again from its first failed record, if it
 * has one, while the others go on.
 *
 * What can never be handled is parked, so that it does not hold its partition: a mapping tries again without end unless
 * it is told otherwise, and what it gives up it gives up by batches. What is larger than an invocation (6 MB) never
 * arrives here; the mapping's on-failure destination tells of it.
 *
 * The handler throws PipelineError `input-invalid` for an event without records, and `batch-failed` (retryable) when a
 * record failed whose offset cannot be read; then the whole batch is delivered again.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html
 *
 * @throws PipelineError `input-invalid` when the concurrency is not a positive integer.
 */
export function createKafkaHandler(options: KafkaHandlerOptions): KafkaHandler {
  const { clock, telemetry, concurrency = defaultConcurrency } = options;
  const engine = (share: number): BatchConsumer =>
    createBatchConsumer({ ...options, ordering: 'shard', visibility: noVisibility, concurrency: share });
  const whole = engine(concurrency);
  return async (event, context) => {
    try {
      const deadline = clock.now() + context.getRemainingTimeInMillis();
      const partitions = partitionsOf(event);
      const consume = partitions.length < 2 ? whole : engine(Math.max(1, Math.floor(concurrency / partitions.length)));
      const found: (readonly Restart[])[] = [];
      await forEachBounded(partitions, concurrency, async (partition, index) => {
        const { failed } = await consume(partition.records, { deadline });
        found[index] = failed.map((id) => ({ partition, id }));
      });
      const restarts = found.flat();
      reportStandstill(options, partitions, restarts);
      return { batchItemFailures: restarts.map(failureOf) };
    } finally {
      telemetry.flush();
    }
  };
}

interface Partition {
  readonly name: string;
  /** At least one, in the order of their offsets. */
  readonly records: readonly SourceRecord[];
}

/** The first failed record of a partition. */
interface Restart {
  readonly partition: Partition;
  readonly id: string;
}

function partitionsOf(event: unknown): readonly Partition[] {
  return recordLists(event, 'records')
    .filter(({ records }) => records.length > 0)
    .map(({ name, records }) => ({ name, records: records.map((record) => kafkaRecord(name, record)) }));
}

/** Counted so that an alarm sees topics that do not move although every invocation succeeds. */
function reportStandstill(
  { consumer, telemetry }: KafkaHandlerOptions,
  partitions: readonly Partition[],
  restarts: readonly Restart[],
): void {
  const standing = restarts.filter(({ partition, id }) => partition.records[0]?.id === id);
  if (standing.length > 0 && standing.length === partitions.length) {
    telemetry.count('BatchesFailed', 1);
    telemetry.warn('no partition of the batch moved on', { consumer: consumer.name, partitions: partitions.length });
  }
}

/** An offset that the event does not have makes the mapping repeat the batch, without a word of why. */
function failureOf({ partition, id }: Restart): KafkaBatchResponse['batchItemFailures'][number] {
  const offset = offsetOf({ id });
  if (offset === undefined) {
    throw new PipelineError(`a failed record of ${partition.name} must have an offset, got none`, {
      code: 'batch-failed',
      retryable: true,
    });
  }
  return { itemIdentifier: { partition: partition.name, offset } };
}
