import { forEachBounded } from './for-each-bounded.ts';
import { type PlacedRecord, recordGroups } from './record-groups.ts';
import type { Attempt, FailedRecord, Settlement } from './settlement.ts';

/**
 * Settles records that are ordered in groups (SQS FIFO): the groups in parallel, each in order up to its first failure.
 *
 * That record fails with all later ones of its group, and they come back together: a group stays locked while any of
 * its records is hidden, so the delay of the first holds for the rest. Other groups go on.
 *
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagegroupid-property.html
 */
export const settleGroups: Settlement = async (records, attempt, concurrency) => {
  const failures: (FailedRecord | undefined)[] = [];
  await forEachBounded(recordGroups(records), concurrency, async (group) => {
    await settleGroup(group, attempt, failures);
  });
  return failures.filter((failure) => failure !== undefined);
};

async function settleGroup(
  group: readonly PlacedRecord[],
  attempt: Attempt,
  failures: (FailedRecord | undefined)[],
): Promise<void> {
  for (const [position, { record }] of group.entries()) {
    const verdict = await attempt(record);
    if (!verdict.done) {
      for (const unsettled of group.slice(position)) {
        failures[unsettled.place] = { record: unsettled.record, afterSeconds: verdict.afterSeconds };
      }
      return;
    }
  }
}
