import type { BatchResult } from '../consume/batch-consumer.ts';
import type { SourceRecord } from '../consume/source-record.ts';

/**
 * How many tries of a batch failed.
 *
 * A record that was not started for want of time was not tried, and of a group only the first failed record was: the
 * others are returned to keep the order behind it.
 */
export function failuresIn(records: readonly SourceRecord[], { failed, late = [] }: CountedResult): number {
  const failedIds = new Set(failed);
  const lateIds = new Set(late);
  const tried = records.filter(({ id }) => failedIds.has(id) && !lateIds.has(id));
  const groups = new Set(tried.flatMap(({ group }) => group ?? []));
  return groups.size + tried.filter(({ group }) => group === undefined).length;
}

/** A batch's result; `late` are the failed records that were not started for want of time. */
interface CountedResult extends BatchResult {
  readonly late?: readonly string[];
}
