import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { Visibility } from '../ports/visibility.ts';
import { forEachBounded } from './for-each-bounded.ts';
import { type RecordHandler, type RecordHandlerDependencies, createRecordHandler } from './record-handler.ts';
import { type KeyOrder, createSequencedHandlers } from './sequenced-handler.ts';
import { settleGroups } from './settle-groups.ts';
import { settleShard } from './settle-shard.ts';
import { settleStandard } from './settle-standard.ts';
import type { FailedRecord, Settlement } from './settlement.ts';
import type { SourceRecord } from './source-record.ts';
import { failed } from './verdict.ts';

/** What order a source keeps: none (SQS standard), in each group (SQS FIFO), or a shard that restarts at one place. */
export type Ordering = 'none' | 'group' | 'shard';

/** Records, or groups of them, that are handled at the same time. */
export const defaultConcurrency = 10;

/** Milliseconds before the deadline from which nothing new is started. */
export const defaultMarginMilliseconds = 1000;

/** What describes a batch consumer. */
export interface BatchConsumerOptions extends RecordHandlerDependencies {
  readonly ordering: Ordering;
  readonly visibility: Visibility;
  readonly clock: Clock;
  /** How a parked message holds back the later ones of its key. @default not at all: they go on */
  readonly order?: KeyOrder;
  /** At least 1. @default defaultConcurrency */
  readonly concurrency?: number;
  /** Has to cover one record, so that what was started can end. @default defaultMarginMilliseconds */
  readonly marginMilliseconds?: number;
}

/** What a host knows about one batch. */
export interface BatchContext {
  /** Milliseconds since the epoch at which the host stops the work. */
  readonly deadline: number;
}

/** What became of a batch: every record that is not in `failed` may be forgotten. */
export interface BatchResult {
  /** Record ids in the order of the batch; for a shard the first failed one alone. */
  readonly failed: readonly string[];
  /** Those of `failed` that were given back without a try, for want of time. @default none */
  readonly late?: readonly string[];
}

/** Handles one batch; never rejects, and nothing of it runs any more when it answers. */
export type BatchConsumer = (records: readonly SourceRecord[], context: BatchContext) => Promise<BatchResult>;

/**
 * Creates the engine that takes batches of records through a consumer under every source.
 *
 * A bad record never fails its neighbours. Records for which there is no time left are failed without a try, not lost.
 *
 * @throws PipelineError `input-invalid` when the concurrency is not a positive integer.
 */
export function createBatchConsumer(options: BatchConsumerOptions): BatchConsumer {
  const {
    clock,
    telemetry,
    concurrency = defaultConcurrency,
    marginMilliseconds = defaultMarginMilliseconds,
  } = options;
  refuseIdle(concurrency);
  const handlerOfBatch = batchHandlers(options);
  const settle = settlements[options.ordering];
  return async (records, { deadline }) => {
    const lastStart = deadline - marginMilliseconds;
    const late: SourceRecord[] = [];
    const handle = await handlerOfBatch();
    const failures = await settle(
      records,
      (record) => {
        if (clock.now() <= lastStart) {
          return handle(record, deadline);
        }
        late.push(record);
        return outOfTime;
      },
      concurrency,
    );
    if (late.length > 0) {
      const fields = { consumer: options.consumer.name, records: records.length, failed: failures.length };
      telemetry.warn('no time left to start every record', fields);
    }
    await forEachBounded(failures, concurrency, async (failure) => {
      if (clock.now() <= lastStart) {
        await delay(options, failure);
      }
    });
    return {
      failed: failures.map(({ record }) => record.id),
      ...(late.length > 0 && { late: late.map(({ id }) => id) }),
    };
  };
}

function refuseIdle(concurrency: number): void {
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new PipelineError(`concurrency must be an integer of at least 1, got ${concurrency}`, {
      code: 'input-invalid',
    });
  }
}

const settlements: Readonly<Record<Ordering, Settlement>> = {
  none: settleStandard,
  group: settleGroups,
  shard: settleShard,
};

const outOfTime = Promise.resolve(failed);

/** Makes the handler of a batch; never rejects. */
function batchHandlers(options: BatchConsumerOptions): () => Promise<RecordHandler> {
  const { consumer, order, telemetry } = options;
  if (order === undefined) {
    const handle = Promise.resolve(createRecordHandler(options));
    return () => handle;
  }
  const open = createSequencedHandlers({ ...options, order });
  return async () => {
    try {
      return await open();
    } catch (cause) {
      // Whether a key is parked is not known, so nothing of any key may go on.
      telemetry.error('parked keys not read', { consumer: consumer.name }, cause);
      return () => outOfTime;
    }
  };
}

/** A delay is a wish: when it fails, the record comes back after the source's own timeout. */
async function delay(
  { consumer, visibility, telemetry }: BatchConsumerOptions,
  { record, afterSeconds }: FailedRecord,
): Promise<void> {
  if (afterSeconds === undefined) {
    return;
  }
  try {
    await visibility.delay(record, afterSeconds);
  } catch (cause) {
    telemetry.error('record not delayed', { consumer: consumer.name, recordId: record.id, afterSeconds }, cause);
  }
}
