import { forEachBounded } from './for-each-bounded.ts';
import { recordGroups } from './record-groups.ts';
import type { FailedRecord, Settlement } from './settlement.ts';

/**
 * Settles the records of an ordered shard (DynamoDB stream): in order per group, the item's key; groups in parallel.
 *
 * A shard is read again from one place, so the answer is the first failure alone, and nothing behind a known failure
 * is started. What already ran behind it comes again.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export const settleShard: Settlement = async (records, attempt, concurrency) => {
  let firstFailed = records.length;
  let failure: FailedRecord | undefined;
  await forEachBounded(recordGroups(records), concurrency, async (group) => {
    for (const { record, place } of group) {
      if (place > firstFailed) {
        return;
      }
      const verdict = await attempt(record);
      if (!verdict.done) {
        if (place < firstFailed) {
          firstFailed = place;
          failure = { record, afterSeconds: undefined };
        }
        return;
      }
    }
  });
  return failure === undefined ? [] : [failure];
};
