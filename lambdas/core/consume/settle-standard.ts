import { forEachBounded } from './for-each-bounded.ts';
import type { FailedRecord, Settlement } from './settlement.ts';

/** Settles records that have no order (SQS standard): each alone, whatever becomes of its neighbours. */
export const settleStandard: Settlement = async (records, attempt, concurrency) => {
  const failures: (FailedRecord | undefined)[] = [];
  await forEachBounded(records, concurrency, async (record, index) => {
    const verdict = await attempt(record);
    if (!verdict.done) {
      failures[index] = { record, afterSeconds: verdict.afterSeconds };
    }
  });
  return failures.filter((failure) => failure !== undefined);
};
