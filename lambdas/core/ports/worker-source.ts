import type { BatchResult } from '../consume/batch-consumer.ts';
import type { SourceRecord } from '../consume/source-record.ts';
import type { Visibility } from './visibility.ts';

/** Some records that a broker delivered to a worker, which holds them until it settles them. */
export interface SourceBatch {
  /** At least one; records of one group stand in their order. */
  readonly records: readonly SourceRecord[];
  /**
   * Tells the broker what became of the batch; called once.
   *
   * Every record that is not in `failed` is forgotten for good; the others come again, in the order of their group and
   * before later ones of it, at once or after the delay that `Visibility` was asked for. Whatever cannot be told (the
   * connection broke, the partition moved to another worker) comes again too. Never rejects.
   */
  settle(result: BatchResult): Promise<void>;
}

/**
 * Where a worker takes its records from: a consumer group of a log or stream, a queue with acknowledgements.
 *
 * It holds a bounded number of records: when as many are delivered and not settled, it asks the broker for no more.
 * A broken connection is mended by the source itself, however long it takes.
 */
export interface WorkerSource {
  /** Takes the delay of a failed record, before its batch is settled. */
  readonly visibility: Visibility;
  /**
   * Batches as they come, until `signal` aborts; then it ends at once, and what was yielded can still be settled.
   * Batches that are out at the same time share no group.
   *
   * @throws PipelineError `source-unavailable` for what no waiting mends: a refused login, a source that does not exist.
   */
  batches(signal: AbortSignal): AsyncIterable<SourceBatch>;
  /** Tells the broker what was settled, gives back what was not, and leaves. Safe to call twice. */
  close(): Promise<void>;
}
